import type { CommandBus } from '@nestjs/cqrs';
import type { ChildStreams } from '../children/child-streams.js';

/** What the loader works with: the bus that the controllers use too, and the streams for files of marks. */
export interface DemonstrationApp {
  readonly commands: CommandBus;
  readonly children: ChildStreams;
}

export interface DemonstrationProgress {
  say(line: string): void;
  step(what: string, done: number, total: number): void;
}

/** Loads the demonstration county into an empty log, through the ordinary commands. */
export async function loadDemonstration(_app: DemonstrationApp, _progress: DemonstrationProgress): Promise<void> {}
