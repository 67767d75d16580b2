/** Plain JSON, as it is stored. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A field that says something about a person and is stored encrypted under that person's key. */
export interface PersonalField {
  /**
   * Dotted path in `data`; `*` stands for each item: `reason`, `parents.*.name`. What is missing or null is left alone. Of a
   * list or an object each plain value in it is encrypted by itself: erased, it keeps its shape, and only its words are gone.
   */
  readonly path: string;
  /**
   * Whose key. `stream`: the person the stream is about (`child-<id>` → `<id>`). `at`: where in `data` that person's id
   * stands; its `*` are the same items as those of `path` (`parents.*.name` → `parents.*.id`).
   */
  readonly subject: 'stream' | { readonly at: string };
}

/** What the codec and the event catalogue know about one event type. */
export interface EventDefinition {
  readonly type: string;
  /** 1 for the first form of `data`, one more for each later form. */
  readonly schemaVersion: number;
  readonly personal: readonly PersonalField[];
  /** True: personal fields are under the person's restricted key (safeguarding), which has readers and a life of its own. */
  readonly restricted?: boolean;
  /** `upcast[n]` turns decrypted data of version n into version n + 1: pure, total. */
  readonly upcast?: Readonly<Record<number, (data: JsonObject) => JsonObject>>;
  /** One sentence for the event catalogue. */
  readonly summary: string;
  /** Data of today's version, with invented people. */
  readonly example: object;
}

/** A personal field of the person whom the stream is about, by its path alone, or one that says whose it is. */
type Personal = string | PersonalField;

/**
 * Defines the facts of one kind of stream, in the first form of their data; personal fields one by one or as lists.
 * @param kept restricted facts say what they say of the person under the person's restricted key
 */
export function factsOf<E extends { readonly type: string; readonly data: object }>(
  kept: Pick<EventDefinition, 'restricted'> = {},
) {
  return <T extends E['type']>(
    type: T,
    summary: string,
    example: Extract<E, { readonly type: T }>['data'],
    ...personal: readonly (Personal | readonly Personal[])[]
  ): EventDefinition => {
    const fields = personal.flat() as readonly Personal[];
    return {
      type,
      schemaVersion: 1,
      ...kept,
      summary,
      example,
      personal: fields.map((field) => (typeof field === 'string' ? { path: field, subject: 'stream' } : field)),
    };
  };
}

/** Read instead of a value whose key was destroyed. */
export const ERASED = '[erased]';
