import { readFileSync } from 'node:fs';
import type { Document } from 'mongodb';

/** What docs/documents.md allows, row by row: the words in backticks. */
export function portableWords(): Readonly<
  Record<'commands' | 'filters' | 'updates' | 'pipelines', ReadonlySet<string>>
> {
  const page = readFileSync('docs/documents.md', 'utf8');
  const row = (name: string) => {
    const cells = new RegExp(`^\\| ${name} \\|(.*)\\|$`, 'm').exec(page)?.[1];
    if (cells === undefined) throw new Error(`docs/documents.md has no row "${name}"`);
    return new Set([...cells.matchAll(/`(\$?\w+)/g)].map(([, word]) => word ?? ''));
  };
  return { commands: row('commands'), filters: row('filters'), updates: row('updates'), pipelines: row('pipelines') };
}

/** What one command uses, as `kind: word`. */
export function usedBy(name: string, command: Document): string[] {
  const of = (kind: string, words: readonly string[]) => words.map((word) => `${kind}: ${word}`);
  const filter = (value: unknown) => of('filters', operatorsIn(value));
  const update = (value: unknown) =>
    Array.isArray(value) ? ['updates: a pipeline'] : of('updates', operatorsIn(value, 1));
  const stages = (command.pipeline ?? []) as Document[];
  return [
    `commands: ${name}`,
    ...filter(command.filter ?? command.query),
    ...((command.updates ?? []) as Document[]).flatMap(({ q, u }) => [...filter(q), ...update(u)]),
    ...((command.deletes ?? []) as Document[]).flatMap(({ q }) => filter(q)),
    ...(command.update && name === 'findAndModify' ? update(command.update) : []),
    ...stages.flatMap((stage) => [
      ...of('pipelines', Object.keys(stage)),
      ...filter(stage.$match),
      ...of('pipelines', operatorsIn(stage.$group)),
    ]),
  ];
}

/** Names with a dollar, however deep; `depth` levels at most. */
function operatorsIn(value: unknown, depth = 20): string[] {
  if (depth === 0 || typeof value !== 'object' || value === null || value instanceof Date) return [];
  if (Array.isArray(value)) return value.flatMap((each) => operatorsIn(each, depth));
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name.startsWith('$') ? [name] : []),
    ...operatorsIn(inner, depth - 1),
  ]);
}
