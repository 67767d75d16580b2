import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { Tampered } from './errors.js';

/** AES-256-GCM with a random 96-bit nonce. One data key encrypts far fewer than 2^32 fields, the bound for random nonces. */
const ALGORITHM = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;
const OPTIONS = { authTagLength: TAG } as const;

/** A personal field as it stands in a stored event. base64url throughout. */
export interface SealedField {
  readonly $enc: 1;
  /** The data key's id. */
  readonly k: string;
  readonly iv: string;
  readonly ct: string;
  readonly tag: string;
}

/** Where a field stands. It is authenticated with the field, so that a ciphertext cannot be moved to another place. */
export interface FieldPlace {
  readonly streamId: string;
  readonly eventId: string;
  /** Concrete: `parents.0.name`. */
  readonly path: string;
}

export function isSealed(value: unknown): value is SealedField {
  return typeof value === 'object' && value !== null && (value as { $enc?: unknown }).$enc === 1;
}

function placeOf({ streamId, eventId, path }: FieldPlace, keyId: string): Buffer {
  return Buffer.from(`${streamId}|${eventId}|${path}|${keyId}`);
}

/** The key as Node's ciphers want it. Made anew for each field it would cost twice what the field does; kept as long as the key is. */
const prepared = new WeakMap<Buffer, KeyObject>();

function keyOf(bytes: Buffer): KeyObject {
  const known = prepared.get(bytes);
  if (known !== undefined) return known;
  const key = createSecretKey(bytes);
  prepared.set(bytes, key);
  return key;
}

/** Encrypts a JSON value. `iv`: 12 unpredictable bytes, never used twice with a key. */
export function sealField(value: unknown, key: Buffer, keyId: string, place: FieldPlace, iv: Buffer): SealedField {
  const cipher = createCipheriv(ALGORITHM, keyOf(key), iv, OPTIONS);
  cipher.setAAD(placeOf(place, keyId));
  const ct = cipher.update(JSON.stringify(value), 'utf8', 'base64url') + cipher.final('base64url');
  return { $enc: 1, k: keyId, iv: iv.toString('base64url'), ct, tag: cipher.getAuthTag().toString('base64url') };
}

/** @throws Tampered when key, place or bytes are not those of the writing */
export function openField(field: SealedField, key: Buffer, place: FieldPlace): unknown {
  try {
    const decipher = createDecipheriv(ALGORITHM, keyOf(key), Buffer.from(field.iv, 'base64url'), OPTIONS);
    decipher.setAAD(placeOf(place, field.k));
    decipher.setAuthTag(Buffer.from(field.tag, 'base64url'));
    const text = decipher.update(field.ct, 'base64url', 'utf8') + decipher.final('utf8');
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Tampered(`Field ${place.path} of event ${place.eventId} in ${place.streamId}`, { cause: error });
  }
}

/** Encrypts bytes; the result is nonce, ciphertext and tag in one, base64url. `label` is authenticated. */
export function sealBox(plain: Buffer, key: Buffer, label: string, iv: Buffer): string {
  const cipher = createCipheriv(ALGORITHM, key, iv, OPTIONS);
  cipher.setAAD(Buffer.from(label));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** @throws when it does not authenticate */
export function openBox(box: string, key: Buffer, label: string): Buffer {
  const bytes = Buffer.from(box, 'base64url');
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), OPTIONS);
  decipher.setAAD(Buffer.from(label));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, bytes.length - TAG)), decipher.final()]);
}
