/** gRPC's status codes, as many as are used here. */
export const Status = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
} as const;

/** A call that ends with another status than OK. `trailers` carry EventStoreDB's own fields (`exception`, `stream-name` …). */
export class GrpcError extends Error {
  readonly code: number;
  readonly trailers: Readonly<Record<string, string>>;

  constructor(code: number, message: string, trailers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.trailers = trailers;
  }
}

/** Headers of HTTP/2 are printable ASCII: the bytes of other characters are written as %XX, and those in `also`. */
function percentEncoded(text: string, also: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    const plain = byte >= 0x20 && byte <= 0x7e && !also.includes(character);
    encoded += plain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  // A space at either end would be taken for none, or the whole header for malformed.
  return encoded.replace(/^ | $/g, '%20');
}

/** grpc-message is percent-encoded by the protocol; EventStoreDB's own trailers are read by clients as they stand. */
export function trailersOf(error: GrpcError): Record<string, string> {
  const trailers: Record<string, string> = { 'grpc-status': String(error.code) };
  if (error.message !== '') trailers['grpc-message'] = percentEncoded(error.message, '%');
  for (const [name, value] of Object.entries(error.trailers)) trailers[name] = percentEncoded(value, '');
  return trailers;
}
