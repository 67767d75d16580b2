import type { Call } from './call.js';

/** Takes the messages of a call as they come. */
export interface Conversation {
  message(bytes: Uint8Array): void;
  /** The client has said all it will say. */
  end(): void;
}

export type Method =
  /** One message in; the framed answer is sent and the call finished by the service. */
  | { readonly kind: 'single'; readonly handle: (request: Uint8Array, call: Call) => void }
  | { readonly kind: 'stream'; readonly open: (call: Call) => Conversation };

/** Methods by path, '/package.Service/Method'. */
export type Methods = ReadonlyMap<string, Method>;

/** Says 'one message in, one out' in a line. */
export function unary(answer: (request: Uint8Array, call: Call) => Buffer): Method {
  return {
    kind: 'single',
    handle: (request, call) => {
      call.send(answer(request, call));
      call.finish();
    },
  };
}
