import { type Decisions, type Fact, type Folds, type Order, registered } from './facet.js';
import type { LocalDate } from './local-date.js';

export interface RegisterFile {
  /** SHA-256 of the file's bytes, hex: the same file again is no new fact. */
  readonly sha256: string;
  readonly rows: number;
  readonly recorded: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly refused: number;
  /** The days that its marks are of; none when no row could be read. */
  readonly firstDate?: LocalDate;
  readonly lastDate?: LocalDate;
}

export type RegisterFileEvent = Fact<'RegisterFileReceived', RegisterFile & { readonly occurredOn: LocalDate }>;
export type RegisterFileCommand = Order<'RecordRegisterFile', RegisterFile>;

/** How many register files have come, and the last of them. */
export interface RegisterFiles {
  readonly count: number;
  readonly last?: Pick<RegisterFile, 'sha256' | 'lastDate'> & { readonly on: LocalDate };
}

export const registerFileFolds: Folds<RegisterFileEvent> = {
  RegisterFileReceived: (school, { sha256, lastDate, occurredOn }) => ({
    ...school,
    registerFiles: {
      count: school.registerFiles.count + 1,
      last: { sha256, on: occurredOn, ...(lastDate === undefined ? {} : { lastDate }) },
    },
  }),
};

export const registerFileDecisions: Decisions<RegisterFileCommand, RegisterFileEvent> = {
  /** The same file twice in a row changes nothing; an older one again is received again, for its marks are looked at again. */
  RecordRegisterFile: (school, { type: _, ...file }, { today }) => {
    registered(school, 'R05');
    if (school.registerFiles.last?.sha256 === file.sha256) return [];
    return [{ type: 'RegisterFileReceived', data: { ...file, occurredOn: today } }];
  },
};
