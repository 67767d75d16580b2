/** What a stream's metadata says about how much of it can be seen. Access control lists are kept, not enforced. */
export interface Retention {
  /** Only the last so many events are seen. */
  readonly maxCount?: number;
  /** Only events younger than this are seen, in ms. */
  readonly maxAge?: number;
  /** Events with a lower revision are not seen. */
  readonly truncateBefore?: number;
  /** Soft-deleted: no stream until somebody appends again. */
  readonly deleted: boolean;
}

export const KEEP_ALL: Retention = { deleted: false };
/** A metadata stream shows its last event only. */
export const KEEP_LAST: Retention = { maxCount: 1, deleted: false };

/** What a soft delete writes as `$tb`: the largest number the protocol has. */
export const DELETED_FROM = '9223372036854775807';

export function isMetadataStream(name: string): boolean {
  return name.startsWith('$$');
}

export function metadataStreamOf(name: string): string {
  return `$$${name}`;
}

export function describedStreamOf(metadataStream: string): string {
  return metadataStream.slice(2);
}

function wholeNumber(value: unknown, least: number): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) throw new TypeError('not a whole number');
  return value;
}

/** Reads a `$metadata` event. Metadata that cannot be understood keeps everything, as on the real server. */
export function readRetention(data: Uint8Array): Retention {
  try {
    const json: unknown = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.length).toString('utf8'));
    if (json === null || typeof json !== 'object') return KEEP_ALL;
    const fields = json as Record<string, unknown>;
    const maxCount = wholeNumber(fields.$maxCount, 1);
    const maxAge = wholeNumber(fields.$maxAge, 1);
    const truncateBefore = wholeNumber(fields.$tb, 0);
    return {
      deleted: truncateBefore !== undefined && truncateBefore >= Number.MAX_SAFE_INTEGER,
      ...(maxCount === undefined ? {} : { maxCount }),
      ...(maxAge === undefined ? {} : { maxAge: maxAge * 1000 }),
      ...(truncateBefore === undefined ? {} : { truncateBefore }),
    };
  } catch {
    return KEEP_ALL;
  }
}

/** The metadata of a stream that comes back after a soft delete: everything said before, cut off at `revision`. */
export function recreatedFrom(data: Uint8Array, revision: number): Uint8Array {
  let fields: Record<string, unknown> = {};
  try {
    fields = JSON.parse(Buffer.from(data).toString('utf8')) as Record<string, unknown>;
  } catch {
    // A stream is only deleted by metadata that could be read.
  }
  return Buffer.from(JSON.stringify({ ...fields, $tb: revision }));
}
