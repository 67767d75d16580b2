import { letterSentences } from '../letters/sentences.js';
import type { ChildEvent } from './domain/child.js';
import { authoritySentences } from './sentences/authority.js';
import { recordSentences } from './sentences/record.js';
import { schoolSentences } from './sentences/school.js';
import type { Sentences } from './sentences/words.js';

const sentences: Sentences<ChildEvent['type']> = {
  ...schoolSentences,
  ...authoritySentences,
  ...recordSentences,
  ...letterSentences,
};

/** One plain sentence for the history; erased words read `[erased]`. No restricted fact has one here: it is not in this stream. */
export function sentenceOf(event: ChildEvent): string {
  const sentence = sentences[event.type] as ((data: ChildEvent['data']) => string) | undefined;
  return sentence === undefined ? `${event.type}.` : sentence(event.data);
}
