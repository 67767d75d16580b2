import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describeApi } from '../../../src/pages/api-description.js';
import { findOperations } from '../../../src/pages/api-find.js';

const operation = (tag: string, summary: string, more: object = {}) => ({
  tags: [tag],
  summary,
  responses: {},
  ...more,
});
const body = { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Visit' } } } } };

const chapters = describeApi({
  openapi: '3.1.0',
  info: { title: 'Invented', version: '1' },
  tags: [
    { name: 'Visits (policy, section 10)', description: 'Visits to homes.' },
    { name: 'Nothing yet', description: 'No operations.' },
    { name: 'The child’s record', description: 'Who it is.' },
  ],
  paths: {
    '/v1/children/{id}': { get: operation('The child’s record', 'Read one child') },
    '/v1/children/{id}/home-visits': { post: operation('Visits (policy, section 10)', 'Log a home visit', body) },
    '/v1/odd': { put: operation('Other', 'Say that a child’s visit is odd') },
  },
  components: { schemas: { Visit: { type: 'object', properties: { seenOn: { type: 'string' } } } } },
} as unknown as OpenAPIObject);

const found = (words: string) => findOperations(chapters, words).map(({ route }) => route.id);

describe('the chapters of the API', () => {
  it('are the tags in their order, those without operations left out', () => {
    expect(chapters.map(({ slug, title, source, about }) => [slug, title, source, about])).toEqual([
      ['visits', 'Visits', 'Policy, section 10', 'Visits to homes.'],
      ['the-childs-record', 'The child’s record', '', 'Who it is.'],
      ['other', 'Other', '', ''],
    ]);
  });
});

describe('finding an operation', () => {
  it('asks for every word, wherever it stands: summary, method, address, chapter or field', () => {
    expect(found('log visit')).toEqual(['post-v1-children-id-home-visits']);
    expect(found('POST /v1/children')).toEqual(['post-v1-children-id-home-visits']);
    expect(found('seenon')).toEqual(['post-v1-children-id-home-visits']);
    expect(found('log everything')).toEqual([]);
  });

  it('takes no notice of capitals, apostrophes and plurals', () => {
    expect(found("CHILD'S visits odd")).toEqual(['put-v1-odd']);
  });

  it('puts first what says it in its summary, and in a whole word', () => {
    expect(found('child')).toEqual(['get-v1-children-id', 'put-v1-odd', 'post-v1-children-id-home-visits']);
    expect(found('is')).toEqual(['put-v1-odd', 'post-v1-children-id-home-visits']);
  });

  it('finds nothing for no words', () => {
    expect(found(' , ')).toEqual([]);
  });
});
