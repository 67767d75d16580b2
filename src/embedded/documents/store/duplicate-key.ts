import type { Document } from 'bson';
import { CommandError } from '../errors.js';
import type { IndexDefinition } from './ordered-index.js';

/** E11000, worded and furnished as MongoDB's: applications read `keyPattern` and `keyValue`. */
export class DuplicateKey extends CommandError {
  constructor(namespace: string, index: IndexDefinition, document: Document) {
    const pattern: Record<string, number> = {};
    const value: Record<string, unknown> = {};
    for (const { path, descending } of index.fields) {
      pattern[path] = descending ? -1 : 1;
      value[path] = valueAt(document, path) ?? null;
    }
    const shown = Object.entries(value).map(([name, it]) => `${name}: ${show(it)}`);
    const message = `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown.join(', ')} }`;
    super('DuplicateKey', message, { keyPattern: pattern, keyValue: value });
    this.name = 'DuplicateKey';
  }
}

function valueAt(document: Document, path: string): unknown {
  let value: unknown = document;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return value;
}

function show(value: unknown): string {
  if (value && typeof value === 'object' && 'toHexString' in value) return `ObjectId('${String(value)}')`;
  return JSON.stringify(value) ?? 'null';
}
