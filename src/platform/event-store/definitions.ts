import type { EventDefinition, JsonObject } from './definition.js';
import { UnknownEventType, UnreadableEvent } from './errors.js';
import { type CompiledField, compileField } from './personal-paths.js';

export interface KnownEvent extends EventDefinition {
  readonly fields: readonly CompiledField[];
}

/** All event types that the program knows, checked once at start. */
export class EventDefinitions {
  readonly #known = new Map<string, KnownEvent>();

  /** @throws Error when two have one name, or a step of an upcast chain is missing */
  constructor(definitions: Iterable<EventDefinition>) {
    for (const definition of definitions) {
      const { type, schemaVersion, upcast } = definition;
      if (this.#known.has(type)) throw new Error(`event type ${type} is defined twice`);
      for (let version = 1; version < schemaVersion; version++) {
        if (!upcast?.[version]) throw new Error(`event type ${type} has no upcast from version ${version}`);
      }
      this.#known.set(type, { ...definition, fields: definition.personal.map(compileField) });
    }
  }

  /** @throws UnknownEventType */
  of(type: string, streamId?: string, revision?: number): KnownEvent {
    const known = this.#known.get(type);
    if (!known) throw new UnknownEventType(type, streamId, revision);
    return known;
  }

  has(type: string): boolean {
    return this.#known.has(type);
  }

  /** In the order in which they were given: the event catalogue. */
  all(): readonly EventDefinition[] {
    return [...this.#known.values()];
  }
}

/** Brings decrypted data of an older version to today's. @throws UnreadableEvent when it is newer than this program */
export function upcast(
  known: KnownEvent,
  data: JsonObject,
  version: number,
  streamId: string,
  revision: number,
): JsonObject {
  if (version === known.schemaVersion) return data;
  if (!Number.isInteger(version) || version < 1 || version > known.schemaVersion) {
    const reason = `${known.type} has schema version ${version}, this program knows up to ${known.schemaVersion}`;
    throw new UnreadableEvent(reason, streamId, revision);
  }
  let current = data;
  for (let from = version; from < known.schemaVersion; from++) current = known.upcast?.[from]?.(current) ?? current;
  return current;
}
