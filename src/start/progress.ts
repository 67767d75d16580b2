/** Where start-up tells what it is doing: lines for a person, and how far a long step has come. */
export interface Progress {
  say(line: string): void;
  /** `total` 0 when it is not known. */
  step(what: string, done: number, total: number): void;
}

export const silent: Progress = { say: () => undefined, step: () => undefined };
