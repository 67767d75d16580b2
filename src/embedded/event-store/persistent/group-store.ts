import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { GroupSettings } from './group-settings.js';

export interface StoredGroup {
  readonly stream: string;
  readonly name: string;
  readonly settings: GroupSettings;
  readonly checkpoint: number | undefined;
}

/** Groups and their checkpoints on disk, in a table beside the log: they are no events, and no reader sees them. */
export class GroupStore {
  readonly #all: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #checkpoint: StatementSync;

  constructor(database: DatabaseSync) {
    this.#all = database.prepare(
      'SELECT stream, name, settings, checkpoint FROM subscription_group ORDER BY stream, name',
    );
    this.#insert = database.prepare('INSERT INTO subscription_group (stream, name, settings) VALUES (?, ?, ?)');
    this.#update = database.prepare('UPDATE subscription_group SET settings = ? WHERE stream = ? AND name = ?');
    this.#delete = database.prepare('DELETE FROM subscription_group WHERE stream = ? AND name = ?');
    this.#checkpoint = database.prepare('UPDATE subscription_group SET checkpoint = ? WHERE stream = ? AND name = ?');
  }

  all(): StoredGroup[] {
    return this.#all.all().map((row) => ({
      stream: String(row.stream),
      name: String(row.name),
      settings: JSON.parse(String(row.settings)) as GroupSettings,
      checkpoint: row.checkpoint === null ? undefined : Number(row.checkpoint),
    }));
  }

  add(stream: string, name: string, settings: GroupSettings): void {
    this.#insert.run(stream, name, JSON.stringify(settings));
  }

  change(stream: string, name: string, settings: GroupSettings): void {
    this.#update.run(JSON.stringify(settings), stream, name);
  }

  remove(stream: string, name: string): void {
    this.#delete.run(stream, name);
  }

  saveCheckpoint(stream: string, name: string, place: number): void {
    this.#checkpoint.run(String(place), stream, name);
  }
}
