import type {
  DataKeyRecord,
  Destruction,
  IdentifierRecord,
  KeyClass,
  KeyStore,
  SecretRecord,
  WrappedKey,
} from '../../src/platform/crypto/key-store.js';

/** A key store in memory, for tests that are not about MongoDB. Open for mischief: the maps are public. */
export class MemoryKeyStore implements KeyStore {
  readonly keys = new Map<string, DataKeyRecord>();
  readonly secrets = new Map<string, SecretRecord>();
  readonly identifiers = new Map<string, IdentifierRecord>();
  /** How often keys were asked for. */
  queries = 0;

  async isEmpty() {
    return this.keys.size === 0 && this.secrets.size === 0;
  }

  async findKeys(ids: readonly string[]) {
    this.queries++;
    return ids.map((id) => this.keys.get(id)).filter((record) => record !== undefined);
  }

  async insertKeys(records: readonly DataKeyRecord[]) {
    const taken: string[] = [];
    for (const record of records) {
      if (this.keys.has(record._id)) taken.push(record._id);
      else this.keys.set(record._id, record);
    }
    return taken;
  }

  async destroyKey(id: string, subject: string, keyClass: KeyClass, destroyed: Destruction) {
    const standing = this.keys.get(id);
    if (standing?.destroyed) return standing;
    const record = { _id: id, subject, keyClass, destroyed };
    this.keys.set(id, record);
    return record;
  }

  async findSecret(id: string) {
    return this.secrets.get(id);
  }

  async insertSecret(record: SecretRecord) {
    const standing = this.secrets.get(record._id) ?? record;
    this.secrets.set(record._id, standing);
    return standing;
  }

  async wrappedBy(kek: string, limit: number) {
    const page: { id: string; kind: 'key' | 'secret'; wrapped: WrappedKey }[] = [];
    for (const { _id, wrapped } of this.keys.values()) {
      if (wrapped?.kek === kek) page.push({ id: _id, kind: 'key', wrapped });
    }
    for (const { _id, wrapped } of this.secrets.values()) {
      if (wrapped.kek === kek) page.push({ id: _id, kind: 'secret', wrapped });
    }
    return page.slice(0, limit);
  }

  async rewrap(kind: 'key' | 'secret', id: string, from: WrappedKey, to: WrappedKey) {
    const map: Map<string, DataKeyRecord | SecretRecord> = kind === 'key' ? this.keys : this.secrets;
    const record = map.get(id);
    if (record?.wrapped?.box === from.box) map.set(id, { ...record, wrapped: to });
  }

  async findIdentifiers(ids: readonly string[]) {
    return ids.map((id) => this.identifiers.get(id)).filter((record) => record !== undefined);
  }

  async insertIdentifier(record: IdentifierRecord) {
    const standing = this.identifiers.get(record._id) ?? record;
    this.identifiers.set(record._id, standing);
    return standing;
  }

  async deleteIdentifier({ _id, holder }: IdentifierRecord) {
    if (this.identifiers.get(_id)?.holder === holder) this.identifiers.delete(_id);
  }

  async deleteIdentifiersOf(holder: string) {
    const mine = [...this.identifiers.values()].filter((record) => record.holder === holder);
    for (const { _id } of mine) this.identifiers.delete(_id);
    return mine.length;
  }
}
