import { freemem, loadavg, totalmem } from 'node:os';
import { randomId } from '../log/writer.js';
import type { Store } from './store.js';

/** What this server says of itself. */
export interface Node {
  readonly instanceId: Uint8Array;
  /** ms since 1970. */
  readonly startedAt: number;
}

export interface EndPoint {
  readonly address: string;
  readonly port: number;
}

export function thisNode(now: () => number): Node {
  return { instanceId: randomId(), startedAt: now() };
}

/** The name and port by which the client reached this server, so that what it is told is what it can reach again. */
export function endPointOf(authority: string | undefined): EndPoint {
  const [, address, port] = /^(.+?)(?::(\d+))?$/.exec(authority ?? '') ?? [];
  return { address: address ?? '127.0.0.1', port: Number(port ?? 2113) };
}

/** Figures of the process and the log, by dotted names as the real server has them where both know them. */
export function statistics(store: Store, node: Node): ReadonlyMap<string, string | number> {
  const [load1 = 0, load5 = 0, load15 = 0] = loadavg();
  const memory = process.memoryUsage();
  return new Map<string, string | number>([
    ['proc-startTime', new Date(node.startedAt).toISOString()],
    ['proc-id', process.pid],
    ['proc-mem', memory.rss],
    ['proc-heap', memory.heapUsed],
    ['sys-loadavg-1m', load1],
    ['sys-loadavg-5m', load5],
    ['sys-loadavg-15m', load15],
    ['sys-freeMem', freemem()],
    ['sys-totalMem', totalmem()],
    ['es-lastPosition', store.log.head()],
  ]);
}

/** The same figures as nested objects, for HTTP. */
export function nested(figures: ReadonlyMap<string, string | number>): object {
  const root: Record<string, unknown> = {};
  for (const [name, value] of figures) {
    const parts = name.split('-');
    const last = parts.pop() ?? name;
    let inner = root;
    for (const part of parts) {
      inner[part] ??= {};
      inner = inner[part] as Record<string, unknown>;
    }
    inner[last] = value;
  }
  return root;
}
