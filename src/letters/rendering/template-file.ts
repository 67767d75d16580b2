import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the texts lie that come with the program. */
export const TEMPLATES = join(import.meta.dirname, '..', 'templates');

export type BlockKind = 'title' | 'heading' | 'row' | 'item' | 'paragraph' | 'cover';

/** One piece of a text, not filled in yet. What is filled in can never make a piece of its own. */
export interface TemplateBlock {
  readonly kind: BlockKind;
  /** Of a row. */
  readonly term?: string;
  readonly text: string;
}

export interface LetterTemplate {
  readonly name: string;
  readonly version: string;
  /** Of the mail: no name of a person in it. */
  readonly subject: string;
  readonly blocks: readonly TemplateBlock[];
}

/** A text that cannot be used. The message names the file. */
export class TemplateInvalid extends Error {
  override readonly name = 'TemplateInvalid';
}

const FILE = /^([a-z][a-z0-9-]*)\.v([0-9]+(?:\.[0-9]+)*)\.txt$/;

/**
 * Reads every text of the directories, later ones beside earlier ones. docs/letters.md tells how a text is written.
 * @throws TemplateInvalid when a file is no text of a letter, or there twice
 */
export function readTemplates(directories: readonly string[] = [TEMPLATES]): LetterTemplates {
  const templates = new Map<string, LetterTemplate>();
  for (const directory of directories) {
    for (const file of readdirSync(directory).sort()) {
      const [, name, version] = FILE.exec(file) ?? [];
      if (name === undefined || version === undefined) continue;
      const key = `${name} ${version}`;
      if (templates.has(key)) throw new TemplateInvalid(`${file}: this version of the text is there twice.`);
      templates.set(key, parseTemplate(name, version, readFileSync(join(directory, file), 'utf8'), file));
    }
  }
  return new LetterTemplates(templates);
}

export class LetterTemplates {
  constructor(private readonly templates: ReadonlyMap<string, LetterTemplate>) {}

  has(name: string, version: string): boolean {
    return this.templates.has(`${name} ${version}`);
  }

  /** @throws TemplateInvalid when there is no such version of the text */
  of(name: string, version: string): LetterTemplate {
    const found = this.templates.get(`${name} ${version}`);
    if (found === undefined) throw new TemplateInvalid(`There is no text ${name}.v${version}.txt.`);
    return found;
  }
}

/** The texts that packs name and nobody has written: `cme3.v2.txt`. */
export function missingTemplates(
  templates: LetterTemplates,
  packs: readonly {
    readonly forms: Readonly<Record<string, { readonly template: string; readonly version: string }>>;
  }[],
): readonly string[] {
  const named = packs.flatMap(({ forms }) => Object.values(forms));
  const missing = named.filter(({ template, version }) => !templates.has(template, version));
  return [...new Set(missing.map(({ template, version }) => `${template}.v${version}.txt`))];
}

function parseTemplate(name: string, version: string, text: string, file: string): LetterTemplate {
  const [head = '', body] = text.replaceAll('\r\n', '\n').split(/^---$/m);
  const [, subject] = /^subject: (.+)$/m.exec(head) ?? [];
  if (subject === undefined || body === undefined) {
    throw new TemplateInvalid(`${file}: begins with a line subject: … and then a line of three dashes.`);
  }
  const blocks = body
    .split(/\n\s*\n/)
    .flatMap(paragraphsOf)
    .filter((block) => block.text !== '');
  if (blocks.filter(({ kind }) => kind === 'title').length !== 1) {
    throw new TemplateInvalid(`${file}: has one line that begins with # and is the title.`);
  }
  return { name, version, subject, blocks };
}

/** The lines between two empty ones: marked lines are blocks of their own, plain ones together are a paragraph. */
function paragraphsOf(lines: string): TemplateBlock[] {
  const blocks: TemplateBlock[] = [];
  const plain: string[] = [];
  for (const line of lines.split('\n').map((each) => each.trim())) {
    const block = markedBlock(line);
    if (block === undefined) plain.push(line);
    else blocks.push(block);
  }
  const text = plain.join(' ').trim();
  return text === '' ? blocks : [{ kind: 'paragraph', text }, ...blocks];
}

const MARKS: readonly (readonly [string, BlockKind])[] = [
  ['## ', 'heading'],
  ['# ', 'title'],
  ['- ', 'item'],
  ['> ', 'cover'],
];

function markedBlock(line: string): TemplateBlock | undefined {
  const [mark, kind] = MARKS.find(([start]) => line.startsWith(start)) ?? [];
  if (mark !== undefined && kind !== undefined) return { kind, text: line.slice(mark.length).trim() };
  const [, term, text] = /^([^{}]+?) :: (.+)$/.exec(line) ?? [];
  return term === undefined || text === undefined ? undefined : { kind: 'row', term, text };
}
