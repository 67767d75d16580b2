/** Streams that the store computes from the log: links by category, by event type, and to each stream's first event. */
const PREFIXES = ['$ce-', '$et-', '$category-'] as const;
const STREAMS = '$streams';

/** The type of an event of `$category-…`, whose data is a stream's name. */
export const REFERENCE_TYPE = '$@';

export function isComputed(stream: string): boolean {
  return stream === STREAMS || PREFIXES.some((prefix) => stream.startsWith(prefix) && stream.length > prefix.length);
}

/** Text before the first '-'; undefined for system streams and for names without one. */
export function categoryOf(stream: string): string | undefined {
  if (stream.startsWith('$')) return undefined;
  const dash = stream.indexOf('-');
  return dash > 0 ? stream.slice(0, dash) : undefined;
}

/**
 * The computed streams that get a link to an event. `deletes` names the stream whose end the event is: a tombstone, or
 * metadata that soft-deletes; the category hears of it, and the type index files it under `$deleted`.
 */
export function computedStreamsOf(
  stream: string,
  revision: number,
  type: string,
  deletes: string | undefined,
): string[] {
  const computed: string[] = [];
  const category = categoryOf(deletes ?? stream);
  if (category !== undefined) computed.push(`$ce-${category}`);
  if (type !== '$>') computed.push(`$et-${deletes === undefined ? type : '$deleted'}`);
  if (revision === 0) {
    computed.push(STREAMS);
    const ofStream = categoryOf(stream);
    if (ofStream !== undefined) computed.push(`$category-${ofStream}`);
  }
  return computed;
}
