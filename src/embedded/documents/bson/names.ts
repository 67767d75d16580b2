import { CommandError } from '../errors.js';
import { endOfName, endOfValue, int32 } from './raw.js';
import { Bson } from './types.js';

const DOT = 0x2e;
const DOLLAR = 0x24;

/**
 * Refuses field names with a dot or a leading dollar, at any depth. MongoDB would keep them but can then hardly address
 * them, and other servers of the protocol refuse them: better to hear of it here.
 * @throws CommandError BadValue
 */
export function checkNames(bytes: Buffer, start = 0): void {
  const last = start + int32(bytes, start) - 1;
  let at = start + 4;
  while (at < last) {
    const type = bytes[at] as number;
    const name = ++at;
    if (bytes[name] === DOLLAR) throw refused(bytes, name, "start with '$'");
    for (; bytes[at] !== 0; at++) if (bytes[at] === DOT) throw refused(bytes, name, "contain '.'");
    at++;
    if (type === Bson.object || type === Bson.array) checkNames(bytes, at);
    at = endOfValue(bytes, type, at);
  }
}

function refused(bytes: Buffer, name: number, rule: string): CommandError {
  const text = bytes.toString('utf8', name, endOfName(bytes, name));
  return new CommandError('BadValue', `invalid key: "${text}" (a key must not ${rule})`);
}
