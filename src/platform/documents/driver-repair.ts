import { createRequire } from 'node:module';

/** The parts of the driver's connection that are touched here; its types do not tell of them. */
interface DriverConnection {
  readonly error: Error | null;
  once(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}

interface Writing {
  writeCommand(this: DriverConnection, ...values: unknown[]): Promise<void>;
}

const require = createRequire(import.meta.url);

let repaired = false;

/**
 * A fault of `mongodb` 7.9.0, put right where it writes a command: a write to a socket that is gone, and whose end the
 * driver has not been told of yet, waits for `drain`, which never comes. When the socket closes nobody wakes it, and no
 * timeout runs on a closed socket. If it was the driver's own check of its server, the server is never found again; if
 * it was a command, its caller waits for ever. Here the wait ends with the connection (docs/reliability.md).
 */
export function repairWrites(): void {
  if (repaired) return;
  repaired = true;
  const { Connection } = require('mongodb/lib/cmap/connection.js') as { Connection: { prototype: Writing } };
  const { prototype } = Connection;
  const write = prototype.writeCommand;
  prototype.writeCommand = function writeCommand(...values) {
    return new Promise((resolve, reject) => {
      const closed = () => reject(this.error);
      this.once('close', closed);
      void write
        .apply(this, values)
        .then(resolve, reject)
        .finally(() => this.off('close', closed));
    });
  };
}
