import { describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { formOf } from '../../../src/letters/domain/draft.js';
import { LETTER_KINDS } from '../../../src/letters/domain/letter.js';
import { LetterPrinting } from '../../../src/letters/printing.js';
import { asHtml } from '../../../src/letters/rendering/as-html.js';
import { fillLetter } from '../../../src/letters/rendering/filled-letter.js';
import {
  LetterTemplates,
  missingTemplates,
  readTemplates,
  TemplateInvalid,
} from '../../../src/letters/rendering/template-file.js';
import { policyBook, policyFor } from '../../support/policy.js';

const templates = readTemplates();
const printing = new LetterPrinting(templates);
const writtenAt = '2026-03-24T10:00:00.000Z';

const content = {
  reference: 'CME-7C9E6679',
  authority: 'Local authority: Norfolk',
  childName: 'Łucja Żółtowska',
  dateOfBirth: '2013-07-04',
  date: '2026-03-24',
  due: '2026-03-31',
  visitAddress: '21 Elm Road, NR3 1AA',
  parents: ['Nadia Amin (mother), 01632 960123', 'Karim Amin'],
  reason: 'No answer',
};
const cme3 = { ...formOf(policyFor('2026-03-24'), 'CME3'), content };

describe('texts of letters', () => {
  it('R60: every form of every pack has its text, and a pack without a form of its own has the default', () => {
    expect(missingTemplates(templates, policyBook.packs)).toEqual([]);
    for (const pack of ['riverside', 'gloucestershire', 'england-2024']) {
      for (const kind of LETTER_KINDS) {
        const form = formOf(policyFor('2026-03-24', pack), kind);
        expect(templates.has(form.template, form.templateVersion)).toBe(true);
      }
    }
    expect(formOf(policyFor('2026-03-24', 'gloucestershire'), 'CME1').title).toBe('Child missing education referral');
    expect(formOf(policyFor('2026-03-24', 'gloucestershire'), 'SEN_SHARE').title).toBe(
      'Notice shared with the SEN centre',
    );
  });

  it('R60: a pack that names a text that is not there is found out', () => {
    const form = { template: 'cme3', version: '9' };
    expect(missingTemplates(templates, [{ forms: { CME3: form } }])).toEqual(['cme3.v9.txt']);
    expect(() => templates.of('cme3', '9')).toThrow(TemplateInvalid);
    expect(() => new LetterTemplates(new Map()).of('cme3', '1')).toThrow('cme3.v1.txt');
  });

  it('R60: the subject and the covering words name no person, whatever the text', () => {
    for (const name of [
      'cme1',
      'cme3',
      'sen-share',
      'non-report-letter',
      'agency-enquiry',
      'agency-chaser',
      'referrer-update',
    ]) {
      const filled = fillLetter(templates.of(name, '1'), {
        ...content,
        theirReference: 'SCC-118',
        number: '2',
        form: 'F',
      });
      const seen = [filled.subject, ...filled.cover].join(' ');
      expect(seen).toContain('CME-7C9E6679');
      expect(seen).not.toMatch(/Łucja|Żółtowska|2013|Elm Road|Amin/);
      expect(filled.cover.length).toBeGreaterThan(0);
    }
  });

  it('drops what nothing is known of, and a heading over nothing', () => {
    const { parents: _, reason: _r, ...less } = content;
    const html = asHtml(fillLetter(templates.of('cme3', '1'), { ...less, title: 'T', form: 'CME3', formVersion: '1' }));
    expect(html).not.toMatch(/Parents and carers|Known as|<dt>Why/);
    expect(html).toContain('<dt>Date of birth</dt><dd>4 July 2013</dd>');
  });

  it('what is filled in is words: no markup, no heading, no template of its own', () => {
    const wild = {
      ...content,
      title: 'T',
      form: 'CME3',
      formVersion: '1',
      reason: '# Not a heading\n- <b>{{ childName }}</b>',
    };
    const html = asHtml(fillLetter(templates.of('cme3', '1'), wild));
    expect(html).toContain('<dd># Not a heading - &lt;b&gt;{{ childName }}&lt;/b&gt;</dd>');
    expect(html.match(/<h1>/g)).toHaveLength(1);
  });
});

describe('letters as PDF', () => {
  it('R43 R60: CME3 holds the fields of the form, in its own letters too', async () => {
    const [letter] = printing.printed(cme3);
    const { text } = await extractText(new Uint8Array(await printing.pdf(letter, writtenAt)), { mergePages: true });
    for (const words of [
      'Request for a visit to an address',
      'CME3, version 1',
      'Łucja Żółtowska',
      '4 July 2013',
      '21 Elm Road, NR3 1AA',
      '31 March 2026',
      'Karim Amin',
      'CME-7C9E6679 1 / 1',
    ]) {
      expect(text.replace(/\s+/g, ' ')).toContain(words);
    }
  });

  it('is tagged, has a title, a language and its fonts within, and is the same file each time', async () => {
    const [letter] = printing.printed(cme3);
    const pdf = await printing.pdf(letter, writtenAt);
    expect((await printing.pdf(letter, writtenAt)).equals(pdf)).toBe(true);
    const { info } = await getMeta(new Uint8Array(pdf));
    expect(info).toMatchObject({ Language: 'en-GB', Title: 'Request for a visit to an address, CME-7C9E6679' });
    const document = await getDocumentProxy(new Uint8Array(pdf));
    const markings = (await document.getMarkInfo()) as { Marked?: boolean } | null;
    expect(markings?.Marked).toBe(true);
    const tree = JSON.stringify(await (await document.getPage(1)).getStructTree());
    for (const role of ['Document', 'H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD', 'L', 'LI']) {
      expect(tree).toContain(`"role":"${role}"`);
    }
    const source = pdf.toString('latin1');
    expect(source).toMatch(/\/FontFile2/);
    expect(source).not.toMatch(/\/BaseFont \/(Helvetica|Times|Courier)/);
  });

  it('goes on over several pages without losing a word', async () => {
    const reason = Array.from({ length: 900 }, (_, at) => `word${at}`).join(' ');
    const parents = Array.from({ length: 40 }, (_, at) => `Parent ${at}`);
    const [letter] = printing.printed({ ...cme3, content: { ...content, reason, parents } });
    const { totalPages, text } = await extractText(new Uint8Array(await printing.pdf(letter, writtenAt)), {
      mergePages: true,
    });
    expect(totalPages).toBeGreaterThan(2);
    for (let at = 0; at < 900; at++) expect(text).toMatch(new RegExp(`word${at}\\b`));
    expect(text).toContain('Parent 39');
  });

  it('R60: the hash is of the letter and of what goes with it', () => {
    const share = { ...formOf(policyFor('2026-03-24'), 'SEN_SHARE'), content };
    const enclosures = [formOf(policyFor('2026-03-24'), 'CME1')];
    expect(printing.hashOf({ ...share, enclosures })).toBe(printing.hashOf({ ...share, enclosures }));
    expect(printing.hashOf({ ...share, enclosures })).not.toBe(printing.hashOf(share));
    expect(printing.hashOf({ ...share, content: { ...content, childName: 'Other' } })).not.toBe(printing.hashOf(share));
    expect(printing.printed({ ...share, enclosures })).toHaveLength(2);
  });
});
