import { describe, expect, it } from '@jest/globals';
import type { HistoryItem } from '../../../src/children/history-item.js';
import type { CaseloadItem } from '../../../src/children/queries/read-caseload.js';
import type { ChildDocument } from '../../../src/children/queries/read-child.js';
import { loadAssets } from '../../../src/pages/assets.js';
import { caseloadPage } from '../../../src/pages/caseload-page.js';
import { childPage } from '../../../src/pages/child-page.js';
import { problemPages } from '../../../src/pages/problem-page.js';
import { namingSchools } from '../../../src/pages/school-names.js';
import { destination, signInPage } from '../../../src/pages/sign-in-page.js';
import { createTemplates } from '../../../src/pages/templates.js';
import { problem } from '../../../src/platform/http/problem.js';

const assets = loadAssets();
const names: Record<string, string> = { '900001': 'Hollowmere Primary School' };
const render = namingSchools(createTemplates(assets), (urn) => names[urn]);
const person = { id: 'staff-1', role: 'cme-assistant', organisation: '926', schools: [], name: 'J. <Patel>' };
const now = '2026-11-24T09:14:00.000Z';
const today = '2026-11-24';
const ID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const item: CaseloadItem = {
  childId: ID,
  name: 'MARLOW, Matilda',
  yearGroup: '4',
  school: '900001',
  stage: 'absent',
  owner: 'school-staff@900001',
  nextAction: 'Contact the parents about the absence on 2026-11-20',
  due: '2026-11-20',
  revision: 3,
};

const choices = { schools: ['900001', '900002'], owners: ['school-staff@900001'], overdue: 1, thisWeek: 0, toDo: 1 };

function caseload(
  query: Record<string, unknown>,
  filter = {},
  items: readonly CaseloadItem[] = [item],
  next: string | null = null,
) {
  const page = { items, total: items.length, next };
  return render('caseload.njk', {
    ...caseloadPage({ page, filter, choices, query, today, now }),
    person,
    roleName: 'CME Assistant',
  });
}

const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('every page', () => {
  const pages = {
    caseload: caseload({}),
    'sign-in': signInPage(
      render,
      { people: [{ id: 'a', name: 'J. Patel', title: 'CME Assistant' }], tokenFor: async () => '' },
      { next: '/caseload' },
    ),
    problem: problemPages(render, null)(problem('not-found', 'There is no child with this id.').document, {
      url: '/children/x',
      headers: { accept: 'text/html' },
      person,
    } as never),
  };

  it.each(Object.entries(pages))(
    '%s has one heading, a title made of it, a language and a skip link',
    (_name, html = '') => {
      const [, heading = ''] = /<h1[^>]*>([^<]+)<\/h1>/.exec(html) ?? [];
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).toContain(`<title>${heading.trim()} – Children missing education</title>`);
      expect(html).toContain('<html lang="en"');
      expect(html).toContain('href="#main-content"');
      expect(html).toContain('id="main-content"');
    },
  );

  it.each(Object.entries(pages))(
    '%s runs no script, has no style of its own and no government branding',
    (_name, html = '') => {
      expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
      expect(html).not.toMatch(/crown|crest|GOV\.UK|Department for Education/i);
    },
  );

  it('escapes what people are called', () => {
    expect(pages.caseload).toContain('J. &lt;Patel&gt;');
  });
});

describe('the styles', () => {
  it('name no font and no crest that belongs to the government', () => {
    for (const name of ['govuk.css', 'moj.css', 'service.css']) {
      const css = assets.get(name)?.body.toString() ?? '';
      expect(css.length).toBeGreaterThan(500);
      expect({ name, font: css.includes('GDS Transport'), crest: /url\([^)]*crest/.test(css) }).toEqual({
        name,
        font: false,
        crest: false,
      });
    }
    expect(assets.get('govuk.css')?.body.includes('system-ui')).toBe(true);
  });

  it('refer to pictures that are there', () => {
    for (const name of ['govuk.css', 'moj.css', 'service.css']) {
      const css = assets.get(name)?.body.toString() ?? '';
      for (const [, path = ''] of css.matchAll(/url\(\/assets\/([^)]+)\)/g)) {
        if (path.endsWith('.svg')) expect({ path, there: assets.has(path) }).toEqual({ path, there: true });
        else expect(path).toBe('no font or other file');
      }
    }
  });
});

describe('the caseload', () => {
  it('says how many there are, whose turn it is and by when, in words', () => {
    const words = text(caseload({}));
    expect(words).toContain('Caseload: 1 child');
    expect(words).toContain('Contact the parents about the absence on 20 November 2026');
    expect(words).toContain('School attendance staff, Hollowmere Primary School');
    expect(words).toContain('Overdue by 4 days: was 20 November 2026');
  });

  it('names schools in what the view is given, and leaves what it was given as it was', () => {
    const given = { a: { text: 'School 900001' }, b: [{ text: 'at school 900001' }, { text: 'school 900009' }] };
    const seen: unknown[] = [];
    const before = structuredClone(given);
    namingSchools(
      (_view, context) => {
        seen.push(context);
        return '';
      },
      (urn) => names[urn],
    )('caseload.njk', given);
    const named = 'Hollowmere Primary School';
    expect(seen).toEqual([{ a: { text: named }, b: [{ text: `at ${named}` }, { text: 'school 900009' }] }]);
    expect(given).toEqual(before);
  });

  it('escapes what it offers to choose from', () => {
    names['900002'] = `St <b>Ann's</b> & "All" Saints`;
    const html = caseload({ school: '900002' }, { school: '900002' });
    delete names['900002'];
    const named = 'St &lt;b&gt;Ann&#39;s&lt;/b&gt; &amp; &quot;All&quot; Saints';
    expect(html).toContain(`<option value="900002" selected>${named}</option>`);
    expect(html).toContain('<option value="900001">Hollowmere Primary School</option>');
  });

  it('keeps filters and order in every link, and lets each filter be taken away', () => {
    const html = caseload(
      { stage: ['absent', 'referred'], due: 'overdue', sort: 'name' },
      { stages: ['absent', 'referred'], due: 'overdue', sort: 'name' },
      [item],
      'bmV4dA',
    );
    expect(html).toContain(
      'href="/caseload?stage=absent&amp;stage=referred&amp;due=overdue&amp;sort=name&amp;after=bmV4dA"',
    );
    expect(html).toContain('href="/caseload?due=overdue&amp;sort=name&amp;stage=referred"');
    expect(html).toContain('href="/caseload?stage=absent&amp;stage=referred&amp;sort=name"');
    expect(html).toMatch(/aria-sort="ascending"[^>]*>\s*<a[^>]*href="[^"]*sort=-name"/);
    expect(html).not.toContain('after=&');
  });

  it('says what would appear, when nothing does', () => {
    expect(text(caseload({ due: 'overdue' }, { due: 'overdue' }, []))).toContain(
      'No children match. Try removing a filter',
    );
    expect(text(caseload({}, {}, []))).toContain(
      'A child appears here when a school or the authority registers the child.',
    );
  });

  it('says so when a row may be old, and when a name was erased', () => {
    expect(text(caseload({}, {}, [{ ...item, outOfDate: true }]))).toContain('This row may be out of date');
    expect(text(caseload({}, {}, [{ ...item, name: '' }]))).toContain('Name erased');
  });
});

describe('a child’s page', () => {
  const fact = (
    revision: number,
    commandId: string,
    recordedAt: string,
    sentence: string,
    occurredOn = recordedAt.slice(0, 10),
  ): HistoryItem => ({
    revision,
    type: 'AbsenceRecorded',
    occurredOn,
    recordedAt,
    actor: { id: 'staff-2', role: 'school-staff', organisation: '900001' },
    commandId,
    sentence,
    data: {},
  });
  const history = [
    fact(0, 'a', '2026-11-09T08:00:00.000Z', 'Matilda Marlow was registered.'),
    fact(1, 'b', '2026-11-10T00:30:00.000Z', 'Absent in the morning.', '2026-11-09'),
    fact(2, 'b', '2026-11-10T00:30:00.000Z', 'Absent in the afternoon.', '2026-11-09'),
    fact(3, 'c', '2026-11-10T12:00:00.000Z', 'Case opened; owner cme-assistant@926; by 2026-12-08.'),
  ];
  const document = {
    childId: ID,
    revision: 3,
    recordedAt: '2026-11-10T12:00:00.000Z',
    stage: 'case-open',
    stageMeaning: 'The authority has a case',
    owner: 'cme-assistant@926',
    day: today,
    duties: [1, 2, 3].map((n) => ({
      kind: 'contact-parent',
      owner: 'school-staff@900001',
      nextAction: `Contact the parents about the absence on 2026-11-0${n}`,
      due: `2026-11-0${n}`,
      by: '10:30',
      paragraph: 'Riverside CME policy, section 1',
      explanation: {
        sum: `On the day itself, 2026-11-0${n}.`,
        days: {
          notCounted: [
            { date: '2026-10-31', why: 'weekend' },
            { date: '2026-10-30', why: 'half-term' },
          ],
        },
      },
    })),
    roll: [{ urn: '900001', from: '2026-09-01' }],
    identity: {
      givenName: 'Matilda',
      familyName: 'Marlow',
      dateOfBirth: '2017-03-14',
      address: { lines: ['12 Quay Street'], postcode: 'NR29 4AB', confidential: true },
      parents: [{ name: 'Edith Marlow', relationship: 'mother', phones: ['01632 960123'] }],
    },
  } as unknown as ChildDocument;
  const page = (moment = {}, more = {}) =>
    render('child.njk', {
      ...childPage({ document: { ...document, ...more }, history, moment, today, now, role: 'cme-assistant' }),
      person,
      roleName: '',
    });

  it('tells the first facts of one action, and keeps the many that follow to be opened', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => fact(n, 'night', '2026-11-10T07:00:00.000Z', `Not done in time, ${n}.`));
    const entries = (count: number) =>
      childPage({ document, history: many(count), moment: {}, today, now, role: 'auditor' }).days[0]?.entries[0];
    expect(entries(9)).toMatchObject({ sentences: { length: 9 }, more: [] });
    expect(entries(10)).toMatchObject({
      sentences: { length: 8 },
      more: ['Not done in time, 8.', 'Not done in time, 9.'],
    });
  });

  it('tells what happens next, like things together, each with its sum', () => {
    const words = text(page());
    expect(words).toContain('Contact the parents about the absence on 1 November 2026');
    expect(words).toContain('and 2 more like it');
    expect(words).toContain('On the day itself, 1 November 2026.');
    expect(words).toContain('30 October 2026: half term');
    expect(words).not.toContain('31 October 2026: weekend');
  });

  it('tells the story by days, the latest first, an action an entry', () => {
    const html = page();
    const words = text(html);
    expect(html.match(/class="app-entry"/g)).toHaveLength(3);
    expect(words.indexOf('Tuesday 10 November 2026')).toBeLessThan(words.indexOf('Monday 9 November 2026'));
    expect(words.indexOf('Case opened; owner CME Assistants; by 8 December 2026.')).toBeLessThan(
      words.indexOf('Absent in the morning.'),
    );
    expect(words).toContain('12:30am');
    expect(words).toContain('midday');
    expect(words).toContain('Happened 9 November 2026.');
    expect(html).toContain(`href="/children/${ID}?atRevision=2"`);
  });

  it('hides an address that is confidential', () => {
    expect(page()).not.toContain('Quay Street');
    expect(text(page())).toContain('Confidential: not shown here');
    expect(text(page({}, { identity: { address: { lines: ['12 Quay Street'], postcode: 'NR29 4AB' } } }))).toContain(
      '12 Quay Street, NR29 4AB',
    );
  });

  it('says plainly that it shows the past', () => {
    const words = text(page({ asOf: '2026-11-10T12:00:00.000Z' }));
    expect(words).toContain('You are looking at 10 November 2026 at midday, revision 3. Nothing can be changed here.');
    expect(text(page())).not.toContain('Nothing can be changed here');
  });

  it('shows what was erased as erased', () => {
    const identity = {
      givenName: '[erased]',
      familyName: '[erased]',
      dateOfBirth: '[erased]',
      address: { lines: '[erased]' },
      parents: [{ name: '[erased]' }],
    };
    expect(text(page({}, { identity }))).toContain('[erased]');
  });
});

describe('signing in', () => {
  it.each([
    ['/caseload?due=overdue', '/caseload?due=overdue'],
    ['//elsewhere.example', '/caseload'],
    ['/\\elsewhere.example', '/caseload'],
    ['https://elsewhere.example', '/caseload'],
    ['/sign-out', '/caseload'],
    [undefined, '/caseload'],
    [['/a'], '/caseload'],
  ])('leads from %j to %s and never off the service', (next, to) => {
    expect(destination(next)).toBe(to);
  });

  it('offers a token where an outside issuer is used, and puts a problem first', () => {
    const html = signInPage(render, null, {
      next: '/caseload',
      problem: 'This token is not valid here',
      tokenWrong: true,
    });
    expect(html).toContain('<title>Error: Sign in');
    expect(html).not.toContain('type="radio"');
    expect(html).toMatch(/<a href="#token">\s*This token is not valid here/);
  });
});

describe('problems as pages', () => {
  const pages = problemPages(render, null);
  const asked = (url: string, accept = 'text/html,*/*') =>
    ({ url, method: 'GET', headers: { accept }, person: null }) as never;

  it('are for people’s addresses and browsers only', () => {
    const { document } = problem('not-found');
    expect(pages(document, asked('/v1/children/x'))).toBeUndefined();
    expect(pages(document, asked('/caseload', 'application/json'))).toBeUndefined();
    expect(pages(document, asked('/caseload'))).toContain('Page not found');
  });

  it('bring the sign-in form to who is not signed in', () => {
    expect(pages(problem('unauthorised').document, asked('/caseload?due=overdue'))).toContain(
      'name="next" value="/caseload?due=overdue"',
    );
  });

  it('name the paragraph of a rule', () => {
    const { document } = problem('refused', 'Not before the meeting.', {
      paragraph: 'Riverside CME policy, section 1',
    });
    expect(pages(document, asked('/caseload'))).toContain('Where this is written: Riverside CME policy, section 1.');
  });
});
