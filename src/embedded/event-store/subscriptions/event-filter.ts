import { GenerationCache } from '../log/generation-cache.js';
import type { StreamNames, TypeNames } from '../log/names.js';
import type { StoredEvent } from '../log/stored-event.js';
import { GrpcError, Status } from '../wire/grpc-status.js';
import type { FilterRequest } from '../wire/read-request.js';

const REMEMBERED = 20_000;
/** Events looked at before a checkpoint counts, where the client does not say; the real server's page size. */
const WINDOW = 32;

/** Decides which events of the log a reader of `$all` gets. */
export interface EventFilter {
  /** Events to look at between two checkpoints. */
  readonly checkpointInterval: number;
  passes(event: StoredEvent): boolean;
}

/** Streams in which persistent subscriptions to $all keep their own books: no filtered reader of $all gets them. */
export function isBookkeeping(stream: string): boolean {
  return stream.startsWith('$persistentsubscription-$all::') && /-(checkpoint|parked)$/.test(stream);
}

/** .NET writes 'ignore case' into the expression; JavaScript has a flag for it. */
function expressionOf(pattern: string): RegExp {
  const [, flags = '', rest = ''] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? ['', '', pattern];
  try {
    return new RegExp(rest, flags);
  } catch {
    throw new GrpcError(Status.INVALID_ARGUMENT, `The filter's regular expression '${pattern}' is not understood.`);
  }
}

/** @throws GrpcError INVALID_ARGUMENT for an expression that cannot be understood or a checkpoint interval of 0. */
export function eventFilter(request: FilterRequest, names: { streams: StreamNames; types: TypeNames }): EventFilter {
  const expression = request.regex === '' ? undefined : expressionOf(request.regex);
  const matches = (text: string) =>
    expression === undefined ? request.prefixes.some((prefix) => text.startsWith(prefix)) : expression.test(text);
  // The log holds numbers: each name is matched once, however many events carry it.
  const streams = new GenerationCache<number, boolean>(REMEMBERED);
  const types = new GenerationCache<number, boolean>(REMEMBERED);
  const remembered = (cache: GenerationCache<number, boolean>, id: number, decide: () => boolean) => {
    const known = cache.get(id);
    if (known !== undefined) return known;
    const decided = decide();
    cache.set(id, decided);
    return decided;
  };
  const streamPasses = (id: number) =>
    remembered(streams, id, () => {
      const { text } = names.streams.name(id);
      return !isBookkeeping(text) && (request.on === 'type' || matches(text));
    });
  const typePasses = (id: number) =>
    request.on === 'stream' || remembered(types, id, () => matches(names.types.name(id).text));
  return {
    checkpointInterval: (request.window ?? WINDOW) * request.checkpointMultiplier,
    passes: (event) => typePasses(event.type) && streamPasses(event.stream),
  };
}
