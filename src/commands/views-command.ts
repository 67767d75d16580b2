import { parseArgs } from 'node:util';
import { ConfigRefused, loadConfig } from '../platform/config/config.js';
import type { OperationKind } from '../platform/projections/operation-records.js';
import { problemOf } from '../platform/projections/operations-desk.js';
import { OperationRefused } from '../platform/projections/view-operations.js';
import type { ViewReport } from '../platform/projections/views-report.js';
import { NotRunning, runningStores } from '../start/running.js';
import { openViewTools, type ViewTools } from '../start/view-tools.js';
import { differenceLines, lagLine, outcomeWords, statusLines } from './views-words.js';

export interface ViewsTerminal {
  out(line: string): void;
  /** How far a build is. */
  progress(what: string, done: number, estimated: number | undefined): void;
}

/**
 * 0: done, and all is well. 1: done, and something is not well: a view is ill or has documents in quarantine, documents
 * differ, a document still can't be built. 2: wrong use. 3: not done: nothing runs there, a store is away, or refused.
 */
export type ExitCode = 0 | 1 | 2 | 3;

const USAGE = `What views are, where they stand, and how they are mended. Works beside a running program.

  npm run views -- status                       every view: builds, lag, quarantine, last operation
  npm run views -- lag                          how far each is behind, asked of the event store
  npm run views -- rebuild <view> [--version n] build it anew beside the one that serves
  npm run views -- compare <view>               the build beside with the one that serves, field by field
  npm run views -- switch <view>                serve readers from the build beside
  npm run views -- back <view>                  serve readers from the build before again
  npm run views -- requeue <view> <id>          build one document in quarantine anew
  npm run views -- proof <view>                 build it a second time, compare field by field, throw the copy away

  --json                                        the answer as JSON

Exit code 0: done, and all is well. 1: done, and something is not well. 2: wrong use. 3: could not be done.
Nothing here sends a letter or a mail again: views only read the log.`;

const OPERATIONS: readonly string[] = ['rebuild', 'compare', 'proof', 'switch', 'back'] satisfies OperationKind[];

class WrongUse extends Error {}

interface Wanted {
  readonly verb: string;
  readonly view?: string;
  readonly key?: string;
  readonly version?: number;
  readonly json: boolean;
}

/** Runs the command. */
export async function runViews(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: ViewsTerminal,
): Promise<ExitCode> {
  try {
    const wanted = wantedOf(args);
    if (wanted === undefined) {
      terminal.out(USAGE);
      return 0;
    }
    const config = loadConfig(env);
    const tools = await openViewTools(config, await runningStores(config));
    try {
      return await perform(tools, wanted, terminal);
    } finally {
      await tools.close();
    }
  } catch (error) {
    if (error instanceof WrongUse) {
      terminal.out(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    terminal.out(`Not done: ${reasonOf(error)}`);
    return 3;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof NotRunning || error instanceof ConfigRefused) return error.message;
  const reason = problemOf(error);
  const ours = error instanceof OperationRefused || reason.includes(' ');
  if (ours) return `${reason}.`;
  return error instanceof Error && error.message !== '' ? `${error.message} (${reason})` : reason;
}

function wantedOf(args: readonly string[]): Wanted | undefined {
  const { values, positionals } = parsed(args);
  const [verb, view, key, ...rest] = positionals;
  if (values.help || verb === undefined || verb === 'help') return undefined;
  const needs =
    verb === 'status' || verb === 'lag' ? 0 : verb === 'requeue' ? 2 : OPERATIONS.includes(verb) ? 1 : undefined;
  if (needs === undefined) throw new WrongUse(`There is no "${verb}".`);
  if (rest.length > 0 || positionals.length - 1 !== needs) {
    throw new WrongUse(`"${verb}" takes ${['no view', 'one view', 'a view and the id of a document'][needs]}.`);
  }
  if (values.version !== undefined && verb !== 'rebuild') throw new WrongUse('--version is for "rebuild".');
  if (values.version !== undefined && !/^[1-9]\d{0,5}$/.test(values.version)) {
    throw new WrongUse('--version is a whole number from 1.');
  }
  return {
    verb,
    json: values.json ?? false,
    ...(view === undefined ? {} : { view }),
    ...(key === undefined ? {} : { key }),
    ...(values.version === undefined ? {} : { version: Number(values.version) }),
  };
}

function parsed(args: readonly string[]) {
  const options = {
    version: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new WrongUse((error as { readonly message?: string }).message ?? '');
  }
}

async function perform(tools: ViewTools, wanted: Wanted, terminal: ViewsTerminal): Promise<ExitCode> {
  const { verb, view = '', key = '' } = wanted;
  if (verb === 'status' || verb === 'lag') return tell(await tools.viewsReport.views(), wanted, terminal);
  if (verb === 'requeue') {
    const outcome = await tools.viewOperations.requeue(view, key);
    terminal.out(wanted.json ? JSON.stringify({ outcome }) : REQUEUED[outcome](view, key));
    return outcome === 'rebuilt' ? 0 : outcome === 'still-broken' ? 1 : 3;
  }
  const kind = verb as OperationKind;
  const outcome = await tools.operationsDesk.perform(kind, view, {
    progress: (done, estimated) => terminal.progress(`${kind} ${view}`, done, estimated),
    ...(wanted.version === undefined ? {} : { version: wanted.version }),
  });
  if (wanted.json) terminal.out(JSON.stringify(outcome, null, 2));
  else for (const line of [outcomeWords(kind, outcome), ...differenceLines(outcome)]) terminal.out(line);
  return (outcome.differing ?? 0) > 0 ? 1 : 0;
}

const REQUEUED = {
  rebuilt: (view: string, key: string) => `${view} ${key}: built anew and up to date.`,
  'still-broken': (view: string, key: string) =>
    `${view} ${key}: its events still can't be applied; it stays in quarantine.`,
  asked: (view: string, key: string) => `${view} ${key}: asked for; no program that works the view has answered yet.`,
};

function tell(views: readonly ViewReport[], { verb, json }: Wanted, terminal: ViewsTerminal): ExitCode {
  if (json) terminal.out(JSON.stringify(verb === 'lag' ? views.map(({ health }) => health) : views, null, 2));
  else
    for (const each of views)
      for (const line of verb === 'lag' ? [lagLine(each)] : statusLines(each)) terminal.out(line);
  const ill = views.some(({ health }) => !health.healthy || !('seconds' in health.lag));
  const incomplete = verb === 'status' && views.some(({ quarantine }) => quarantine.length > 0);
  return ill || incomplete ? 1 : 0;
}
