/** Failures of keys and ciphertexts: never passed over in silence, because they are an outage or tampering. */
export abstract class CryptoError extends Error {}

/** No key under this id, and no record that it was destroyed: the key store is not the one that belongs to these events. */
export class KeyMissing extends CryptoError {
  override readonly name = 'KeyMissing';

  constructor(readonly keyId: string) {
    super(`Data key ${keyId} is missing, and there is no record of its destruction. Restore the key store.`);
  }
}

/** Something new was to be encrypted for a person whose key has been destroyed. */
export class SubjectErased extends CryptoError {
  override readonly name = 'SubjectErased';

  constructor(readonly keyId: string) {
    super(`Data key ${keyId} has been destroyed: nothing more can be recorded about this person.`);
  }
}

/** Authentication failed: the ciphertext, its place or its key is not what was written. */
export class Tampered extends CryptoError {
  override readonly name = 'Tampered';

  constructor(
    readonly what: string,
    options?: ErrorOptions,
  ) {
    super(`${what} does not authenticate: it was changed, moved, or encrypted under another key.`, options);
  }
}

/** The key-encryption key cannot be used; the message says what to do. */
export class KekRefused extends CryptoError {
  override readonly name = 'KekRefused';
}
