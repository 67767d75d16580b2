/** `restricted` is for safeguarding facts: other readers, and it may be destroyed or kept apart from the standard key. */
export type KeyClass = 'standard' | 'restricted';

/** A data key as it is stored: encrypted by the key-encryption key named `kek`. */
export interface WrappedKey {
  readonly kek: string;
  /** base64url of nonce (12 bytes), ciphertext (32) and tag (16). */
  readonly box: string;
}

/** The proof of an erasure: who destroyed the key, when (instant), on what authority. No personal data. */
export interface Destruction {
  readonly at: string;
  readonly by: string;
  readonly authority: string;
}

/** One person's data key. With `destroyed` there is no key any more, and never will be one again under this id. */
export interface DataKeyRecord {
  readonly _id: string;
  readonly subject: string;
  readonly keyClass: KeyClass;
  readonly createdAt?: string;
  readonly wrapped?: WrappedKey;
  readonly destroyed?: Destruction;
}

/** A secret of the whole installation (the blind index), wrapped as a data key is. */
export interface SecretRecord {
  readonly _id: string;
  readonly createdAt: string;
  readonly wrapped: WrappedKey;
}

/** A reserved identifier: `_id` is `<scheme>:<keyed hash>`, `holder` the child's id. The identifier itself is nowhere. */
export interface IdentifierRecord {
  readonly _id: string;
  readonly holder: string;
}

/** Where keys are kept: a database of its own, because it is backed up for less long than the events. */
export interface KeyStore {
  /** True when it holds neither keys nor secrets. */
  isEmpty(): Promise<boolean>;
  findKeys(ids: readonly string[]): Promise<DataKeyRecord[]>;
  /** Inserts what is not there yet; returns the ids that were there (another process was faster). */
  insertKeys(records: readonly DataKeyRecord[]): Promise<string[]>;
  /** Replaces the key by the record of its destruction, also when there was no key. The first destruction stands. */
  destroyKey(id: string, subject: string, keyClass: KeyClass, destruction: Destruction): Promise<DataKeyRecord>;
  findSecret(id: string): Promise<SecretRecord | undefined>;
  /** Inserts unless there is one; returns the one that stands. */
  insertSecret(record: SecretRecord): Promise<SecretRecord>;
  /** Keys and secrets wrapped by a key-encryption key, at most `limit`. */
  wrappedBy(kek: string, limit: number): Promise<{ id: string; kind: 'key' | 'secret'; wrapped: WrappedKey }[]>;
  /** Changes the wrapping if it is still `from`. */
  rewrap(kind: 'key' | 'secret', id: string, from: WrappedKey, to: WrappedKey): Promise<void>;
  findIdentifiers(ids: readonly string[]): Promise<IdentifierRecord[]>;
  /** Inserts unless the identifier is reserved; returns the reservation that stands. */
  insertIdentifier(record: IdentifierRecord): Promise<IdentifierRecord>;
  deleteIdentifier(record: IdentifierRecord): Promise<void>;
  /** Deletes all of a holder's; returns how many. */
  deleteIdentifiersOf(holder: string): Promise<number>;
}

const MARKS: Record<KeyClass, string> = { standard: 's', restricted: 'r' };

/** `s:<subject>` or `r:<subject>`: short, because it stands in each encrypted field. */
export function keyIdOf(subject: string, keyClass: KeyClass = 'standard'): string {
  return `${MARKS[keyClass]}:${subject}`;
}

/** The subject and class of a key id; undefined when it is none. */
export function parseKeyId(id: string): { subject: string; keyClass: KeyClass } | undefined {
  if (id[1] !== ':' || id.length < 3) return undefined;
  const subject = id.slice(2);
  if (id.startsWith('s')) return { subject, keyClass: 'standard' };
  return id.startsWith('r') ? { subject, keyClass: 'restricted' } : undefined;
}
