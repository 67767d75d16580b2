import type { Chance } from '../clock/chance.js';
import { keyIdOf } from '../crypto/key-store.js';
import { isSealed, openField, type SealedField, sealField } from '../crypto/sealing.js';
import { ERASED, type EventDefinition, type JsonObject } from './definition.js';
import { EventDefinitions, type KnownEvent, upcast } from './definitions.js';
import { type Encoded, envelopeOf, recordingInstant, subjectOfStream, type Unplaced } from './encoding.js';
import type { CommandContext, DomainEvent, EventMetadata, LogPosition, RecordedEvent } from './envelope.js';
import { EventStoreError, UnreadableEvent, UnrecordableEvent } from './errors.js';
import { chainHash, type HashedEvent } from './integrity.js';
import { type FoundField, findFields, findValues, leavesOf, replaceField, subjectAt } from './personal-paths.js';
import type { EventToStore, ResolvedStoredEvent, StoredEvent, StreamTail } from './stored-event.js';

/** What the codec needs of the crypto room. */
export interface CodecSecrets {
  readonly keyring: {
    toEncrypt(keyId: string): Promise<Buffer>;
    toDecryptAll(keyIds: Iterable<string>): Promise<Map<string, Buffer | undefined>>;
    nonce(): Buffer;
    readonly erasures: number;
  };
  readonly blindIndex: { fingerprint(commandId: string, contents: string): string };
  readonly chance: Pick<Chance, 'uuid'>;
}

const NOWHERE: LogPosition = { commit: 0n, prepare: 0n };

/** Between facts as the domain has them and events as the store has them. */
export class EventCodec {
  readonly definitions: EventDefinitions;

  constructor(
    definitions: Iterable<EventDefinition>,
    private readonly secrets: CodecSecrets,
  ) {
    this.definitions = new EventDefinitions(definitions);
  }

  /** Changes when a person is erased: what was decoded before is not to be kept. */
  get erasures(): number {
    return this.secrets.keyring.erasures;
  }

  /**
   * Makes a command's facts ready for the store: personal fields encrypted, chained to the stream's tail, with new ids.
   * What is returned may be sent again as it is and is known by its ids. Encoding again makes other events: their times
   * and nonces differ, and if the store took them for the first, this process would go on linking to a hash that is not
   * the recorded one. The caller's objects are not changed and not kept.
   * @throws UnrecordableEvent · SubjectErased
   */
  async encode<E extends DomainEvent>(
    streamId: string,
    tail: StreamTail,
    context: CommandContext,
    events: readonly E[],
  ): Promise<Encoded<E>> {
    const recordedAt = recordingInstant(context.now, tail);
    const fingerprint = this.fingerprintOf(context);
    const stored: EventToStore[] = [];
    const plain: Unplaced<E>[] = [];
    let { revision, hash } = tail;
    for (const event of events) {
      const known = this.#recordable(event.type);
      const text = jsonOf(event);
      const id = this.secrets.chance.uuid();
      const data = JSON.parse(text) as Record<string, unknown>;
      const personal = personalIn(known, data, streamId);
      // What is encrypted is encrypted in place: its readers get a copy of their own. What is not is the same for both.
      const readable = personal.length > 0 ? (JSON.parse(text) as Record<string, unknown>) : data;
      if (personal.length > 0) await this.#seal(personal, streamId, id);
      revision++;
      const envelope = envelopeOf(context, known.schemaVersion, recordedAt, fingerprint);
      const prev = hash;
      hash = linkHash({ streamId, revision, id, type: event.type, data, metadata: envelope }, prev);
      const metadata = { ...envelope, integrity: { v: 1, prev, hash } as const };
      stored.push({ id, contentType: 'application/json', type: event.type, data, metadata });
      plain.push({ type: event.type, data: readable, id, streamId, revision, metadata } as unknown as Unplaced<E>);
    }
    return { stored, plain, tail: { revision, hash, recordedAt } };
  }

  /** The stored fingerprint of a command's contents; undefined when the context has none. */
  fingerprintOf(context: CommandContext): string | undefined {
    if (context.fingerprint === undefined) return undefined;
    return this.secrets.blindIndex.fingerprint(context.commandId, context.fingerprint);
  }

  /**
   * A fact as its readers get it: decrypted (`[erased]` where the key was destroyed), in today's schema version.
   * @throws UnknownEventType · UnreadableEvent · KeyMissing · Tampered
   */
  async decode<E extends DomainEvent = DomainEvent>(resolved: ResolvedStoredEvent): Promise<RecordedEvent<E>> {
    const event = eventOf(resolved);
    const sealed = sealedIn(event.data);
    const keys =
      sealed.length > 0 ? await this.secrets.keyring.toDecryptAll(sealed.map(({ value }) => value.k)) : NO_KEYS;
    return this.#open<E>(event, keys, sealed.length > 0);
  }

  /** As `decode`, for a page: its keys are fetched together. */
  async decodeAll<E extends DomainEvent = DomainEvent>(
    page: readonly ResolvedStoredEvent[],
  ): Promise<RecordedEvent<E>[]> {
    const events = page.map(eventOf);
    const keyIds = new Set<string>();
    const encrypted = events.map((event) => {
      const sealed = sealedIn(event.data);
      for (const { value } of sealed) keyIds.add(value.k);
      return sealed.length > 0;
    });
    const keys = keyIds.size > 0 ? await this.secrets.keyring.toDecryptAll(keyIds) : NO_KEYS;
    return events.map((event, index) => this.#open<E>(event, keys, encrypted[index] ?? false));
  }

  #recordable(type: string): KnownEvent {
    if (!this.definitions.has(type)) throw new UnrecordableEvent(type, 'the type has no definition');
    return this.definitions.of(type);
  }

  async #seal(personal: readonly PersonalValue[], streamId: string, eventId: string): Promise<void> {
    for (const { field, keyId } of personal) {
      const key = await this.secrets.keyring.toEncrypt(keyId);
      const place = { streamId, eventId, path: field.path };
      replaceField(field, sealField(field.value, key, keyId, place, this.secrets.keyring.nonce()));
    }
  }

  #open<E extends DomainEvent>(
    event: StoredEvent,
    keys: ReadonlyMap<string, Buffer | undefined>,
    encrypted: boolean,
  ): RecordedEvent<E> {
    const { streamId, id, type } = event;
    const revision = Number(event.revision);
    const known = this.definitions.of(type, streamId, revision);
    const metadata = metadataOf(event, revision);
    const data = encrypted ? this.#decrypt(event, keys) : (event.data as JsonObject);
    return {
      type,
      data: upcast(known, data, metadata.schemaVersion, streamId, revision),
      id,
      streamId,
      revision,
      position: event.position ?? NOWHERE,
      metadata,
    } as unknown as RecordedEvent<E>;
  }

  /** On a copy: what was read may be needed as it was stored, for its hash. */
  #decrypt(event: StoredEvent, keys: ReadonlyMap<string, Buffer | undefined>): JsonObject {
    const data = JSON.parse(JSON.stringify(event.data)) as JsonObject;
    for (const { field, value } of sealedIn(data)) {
      const key = keys.get(value.k);
      const place = { streamId: event.streamId, eventId: event.id, path: field.path };
      replaceField(field, key ? openField(value, key, place) : ERASED);
    }
    return data;
  }
}

const NO_KEYS: ReadonlyMap<string, Buffer> = new Map();

function eventOf(resolved: ResolvedStoredEvent): StoredEvent {
  if (resolved.event) return resolved.event;
  throw new UnreadableEvent('it is a link to an event that is gone', 'a link', -1);
}

function sealedIn(data: unknown): { field: FoundField; value: SealedField }[] {
  return typeof data === 'object' && data !== null ? findValues(data, isSealed) : [];
}

/** The data as JSON text. `$enc` marks what the codec encrypted; nobody else may write it. */
function jsonOf(event: DomainEvent): string {
  const text = JSON.stringify(event.data);
  if (text.includes('"$enc":')) throw new UnrecordableEvent(event.type, 'its data has a member $enc');
  return text;
}

interface PersonalValue {
  readonly field: FoundField;
  readonly keyId: string;
}

/** Each personal value of an event with the id of its key. */
function personalIn(known: KnownEvent, data: Record<string, unknown>, streamId: string): readonly PersonalValue[] {
  const keyClass = known.restricted ? 'restricted' : 'standard';
  return known.fields.flatMap(({ path, subjectAt: at }) =>
    fieldsAt(known, data, path).flatMap((found) => {
      const subject = at ? subjectAt(data, at, found.items) : subjectOfStream(streamId);
      if (!subject) throw new UnrecordableEvent(known.type, `${found.path} is personal and says nobody's id`);
      return leavesOf(found).map((field) => ({ field, keyId: keyIdOf(subject, keyClass) }));
    }),
  );
}

function fieldsAt(known: KnownEvent, data: Record<string, unknown>, path: readonly string[]): FoundField[] {
  try {
    return findFields(data, path);
  } catch (error) {
    throw new UnrecordableEvent(known.type, (error as Error).message, { cause: error });
  }
}

function linkHash(event: HashedEvent, prev: string | null): string {
  try {
    return chainHash(event, prev);
  } catch (error) {
    if (error instanceof EventStoreError) throw error;
    throw new UnrecordableEvent(event.type, (error as Error).message, { cause: error });
  }
}

/** The envelope, checked as far as the repository and the views rely on it. */
function metadataOf({ metadata, streamId }: StoredEvent, revision: number): EventMetadata {
  const envelope = metadata as Partial<EventMetadata> | undefined;
  if (
    typeof envelope !== 'object' ||
    typeof envelope.commandId !== 'string' ||
    typeof envelope.recordedAt !== 'string' ||
    typeof envelope.schemaVersion !== 'number' ||
    typeof envelope.integrity?.hash !== 'string'
  ) {
    throw new UnreadableEvent('it is not in the envelope of this program', streamId, revision);
  }
  return envelope as EventMetadata;
}
