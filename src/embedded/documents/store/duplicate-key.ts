import { parseValue } from '../bson/raw.js';
import { CommandError } from '../errors.js';
import { follow, namesOf } from '../query/comparison.js';
import type { IndexDefinition } from './ordered-index.js';

/** E11000, worded and furnished as MongoDB's: applications read `keyPattern` and `keyValue`. */
export class DuplicateKey extends CommandError {
  constructor(namespace: string, index: IndexDefinition, document: Buffer) {
    const keyPattern: Record<string, number> = {};
    const keyValue: Record<string, unknown> = {};
    const place = { type: 0, at: 0 };
    for (const { path, descending } of index.fields) {
      keyPattern[path] = descending ? -1 : 1;
      const found = follow(document, namesOf(path), place);
      keyValue[path] = found === 'value' ? parseValue(document, place.type, place.at) : null;
    }
    const shown = Object.entries(keyValue).map(([name, value]) => `${name}: ${show(value)}`);
    const message = `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown.join(', ')} }`;
    super('DuplicateKey', message, { keyPattern, keyValue });
    this.name = 'DuplicateKey';
  }
}

function show(value: unknown): string {
  if (value && typeof value === 'object' && 'toHexString' in value) return `ObjectId('${String(value)}')`;
  return JSON.stringify(value) ?? 'null';
}
