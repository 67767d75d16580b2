/** The type bytes of BSON (bsonspec.org, version 1.1) that this server reads. */
export const Bson = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  boolean: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  code: 0x0d,
  symbol: 0x0e,
  codeWithScope: 0x0f,
  int32: 0x10,
  timestamp: 0x11,
  int64: 0x12,
  decimal: 0x13,
  maxKey: 0x7f,
  minKey: 0xff,
} as const;

/** The largest document that MongoDB keeps, in bytes. */
export const LARGEST_DOCUMENT = 16 * 1024 * 1024;

/** How deep documents may nest; MongoDB refuses more. */
export const DEEPEST_NESTING = 200;
