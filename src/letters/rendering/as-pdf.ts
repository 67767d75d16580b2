import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { FilledLetter, Passage, Row } from './filled-letter.js';

const require = createRequire(import.meta.url);
const fonts = dirname(require.resolve('@expo-google-fonts/noto-sans/package.json'));
const REGULAR = join(fonts, '400Regular', 'NotoSans_400Regular.ttf');
const BOLD = join(fonts, '700Bold', 'NotoSans_700Bold.ttf');

type Structure = PDFKit.PDFStructureElement;

/** Points: A4 with two centimetres round it. */
const MARGIN = 57;
const TERM_WIDTH = 170;
const GAP = 12;
const BODY_SIZE = 11;

/**
 * The letter as a tagged PDF: language, title, headings, lists and tables in reading order, fonts embedded. The same letter
 * of the same day gives the same pages.
 * @param writtenAt instant, for the document's date
 */
export function asPdf(letter: FilledLetter, writtenAt: string): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    // PDFKit knows PDF/UA; its types do not yet.
    subset: 'PDF/UA' as PDFKit.PDFDocumentOptions['subset'] & string,
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    bufferPages: true,
    font: REGULAR,
    info: {
      Title: `${letter.title}, ${letter.reference}`,
      Author: 'Children missing education',
      CreationDate: new Date(writtenAt),
    },
  });
  const pieces: Buffer[] = [];
  const whole = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => resolve(Buffer.concat(pieces)));
    document.on('error', reject);
  });
  const root = document.struct('Document');
  document.addStructure(root);
  new LetterPages(document, root).write(letter);
  root.end();
  numberPages(document, letter.reference);
  document.end();
  return whole;
}

class LetterPages {
  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly root: Structure,
  ) {}

  write(letter: FilledLetter): void {
    this.text('H1', letter.title, BOLD, 18);
    for (const passage of letter.passages) this.passage(passage);
  }

  private passage(passage: Passage): void {
    switch (passage.kind) {
      case 'heading':
        this.keepTogether(60);
        this.document.moveDown(0.6);
        this.text('H2', passage.text, BOLD, 13);
        break;
      case 'paragraph':
        this.text('P', passage.text, REGULAR, BODY_SIZE);
        break;
      case 'rows':
        this.rows(passage.rows);
        break;
      case 'items':
        this.items(passage.items);
        break;
    }
  }

  private text(tag: 'H1' | 'H2' | 'P', text: string, font: string, size: number): void {
    const write = () => this.document.font(font).fontSize(size).text(text, MARGIN).moveDown(0.4);
    this.root.add(this.document.struct(tag, {}, write));
  }

  private items(items: readonly string[]): void {
    const list = this.document.struct('L');
    this.root.add(list);
    for (const item of items) {
      const entry = this.document.struct('LI');
      list.add(entry);
      const write = () =>
        this.document
          .font(REGULAR)
          .fontSize(BODY_SIZE)
          .text(`•  ${item}`, MARGIN + 8, this.document.y)
          .moveDown(0.2);
      entry.add(this.document.struct('LBody', {}, write));
      entry.end();
    }
    list.end();
    this.document.moveDown(0.3);
  }

  private rows(rows: readonly Row[]): void {
    const table = this.document.struct('Table');
    this.root.add(table);
    for (const row of rows) this.row(table, row);
    table.end();
    this.document.moveDown(0.3);
  }

  private row(table: Structure, { term, text }: Row): void {
    const { document } = this;
    const wide = document.page.width - 2 * MARGIN - TERM_WIDTH - GAP;
    document.fontSize(BODY_SIZE);
    const height = Math.max(
      document.font(BOLD).heightOfString(term, { width: TERM_WIDTH }),
      document.font(REGULAR).heightOfString(text, { width: wide }),
    );
    this.keepTogether(Math.min(height, 300));
    const top = document.y;
    const page = document.bufferedPageRange().count;
    const line = document.struct('TR');
    table.add(line);
    const head = () => document.font(BOLD).text(term, MARGIN, top, { width: TERM_WIDTH });
    line.add(document.struct('TH', { scope: 'Row' } as object, head));
    const cell = () => document.font(REGULAR).text(text, MARGIN + TERM_WIDTH + GAP, top, { width: wide });
    line.add(document.struct('TD', {}, cell));
    line.end();
    const samePage = document.bufferedPageRange().count === page;
    if (samePage) document.y = top + height;
    document.x = MARGIN;
    document.moveDown(0.25);
  }

  /** Begins a new page when less than so many points are left on this one. */
  private keepTogether(height: number): void {
    if (this.document.y + height > this.document.page.height - MARGIN) this.document.addPage();
  }
}

/** Reference and page at the foot, marked as what a screen reader passes over. */
function numberPages(document: PDFKit.PDFDocument, reference: string): void {
  const { start, count } = document.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    document.switchToPage(start + at);
    document.page.margins.bottom = 0;
    document.markContent('Artifact', { type: 'Pagination' });
    document
      .font(REGULAR)
      .fontSize(9)
      .text(`${reference}   ${at + 1} / ${count}`, MARGIN, document.page.height - MARGIN + 18, { lineBreak: false });
    document.endMarkedContent();
  }
}
