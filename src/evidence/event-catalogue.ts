import type { EventDefinition } from '../platform/event-store/definition.js';

/** The events of one kind of stream. */
export interface CatalogueSection {
  /** `child-<uuid>` */
  readonly stream: string;
  readonly about: string;
  readonly events: readonly EventDefinition[];
}

const HEAD = `# Events

Made from the code by \`npm run catalogue\`; a test fails when this page and the code differ. Do not edit it by hand.

Every event has the envelope of [architecture](architecture.md). *Personal* fields are encrypted under the key of the person they are about ([privacy](privacy.md)): readers
without the program's keys see \`{"$enc": …}\` in their place. Dates are dates in England; codes are those of the policy packs' dated code lists.
`;

/** The event catalogue as Markdown: an overview of each stream, then each event with an example of its data. */
export function eventCatalogue(sections: readonly CatalogueSection[]): string {
  const overview = sections.map(({ stream, about, events }) => {
    const rows = events.map((event) => `| [${event.type}](#${event.type.toLowerCase()}) | ${event.summary} |`);
    return [
      `## \`${stream}\``,
      '',
      about,
      '',
      `${events.length} events.`,
      '',
      '| event | says |',
      '|---|---|',
      ...rows,
    ].join('\n');
  });
  const details = [...new Set(sections.flatMap(({ events }) => events))].map(detail);
  return [HEAD, ...overview, '## Data of each event', ...details].join('\n\n').concat('\n');
}

function detail({ type, schemaVersion, summary, personal, restricted, example }: EventDefinition): string {
  const fields = personal.map(({ path, subject }) =>
    subject === 'stream' ? `\`${path}\`` : `\`${path}\` (of the person in \`${subject.at}\`)`,
  );
  const key = restricted ? 'under the restricted key' : 'encrypted';
  const kept = fields.length === 0 ? 'Nothing in it is personal.' : `Personal, ${key}: ${fields.join(', ')}.`;
  const json = JSON.stringify(example, null, 2);
  return [`### ${type}`, '', `${summary} Version ${schemaVersion}. ${kept}`, '', '```json', json, '```'].join('\n');
}
