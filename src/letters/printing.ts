import { createHash } from 'node:crypto';
import type { LetterContent, LetterForm } from './domain/letter.js';
import { asHtml } from './rendering/as-html.js';
import { asPdf } from './rendering/as-pdf.js';
import { type FilledLetter, fillLetter } from './rendering/filled-letter.js';
import type { LetterTemplates } from './rendering/template-file.js';

/** A letter or an enclosure, ready to be looked at or sent. */
export interface PrintedLetter {
  readonly filled: FilledLetter;
  readonly html: string;
  /** `cme3-CME-7C9E6679`, without an ending. */
  readonly filename: string;
}

type Written = LetterForm & { readonly content: LetterContent; readonly enclosures?: readonly LetterForm[] };

/** Makes HTML and PDF of what was written, with the version of the text that it was written with. */
export class LetterPrinting {
  constructor(private readonly templates: LetterTemplates) {}

  /** The letter, then its enclosures. @throws TemplateInvalid when that version of a text is gone */
  printed(written: Written): readonly [PrintedLetter, ...PrintedLetter[]] {
    const enclosures = (written.enclosures ?? []).map((form) => this.one(form, written.content));
    return [this.one(written, written.content), ...enclosures];
  }

  /** SHA-256, hex, of the letter and its enclosures as HTML (R60). */
  hashOf(written: Written): string {
    const hash = createHash('sha256');
    for (const { html } of this.printed(written)) hash.update(html);
    return hash.digest('hex');
  }

  /** @param writtenAt instant: the same letter of the same instant is the same file */
  pdf({ filled }: PrintedLetter, writtenAt: string): Promise<Buffer> {
    return asPdf(filled, writtenAt);
  }

  private one(
    { form, formVersion, title, template, templateVersion }: LetterForm,
    content: LetterContent,
  ): PrintedLetter {
    const filled = fillLetter(this.templates.of(template, templateVersion), { ...content, form, formVersion, title });
    const reference = filled.reference.replace(/[^A-Za-z0-9-]/g, '');
    return { filled, html: asHtml(filled), filename: [template, reference].filter((part) => part !== '').join('-') };
  }
}
