import type { Problem } from './problem.js';

/**
 * Turns an error of one room into a problem; undefined when the error is none of its own. The platform knows no rooms,
 * so each module that has errors brings its translator, and the filter asks them in turn.
 */
export type ProblemTranslator = (error: unknown) => Problem | undefined;

export class ProblemTranslators {
  private readonly translators: ProblemTranslator[] = [];

  add(translator: ProblemTranslator): this {
    this.translators.push(translator);
    return this;
  }

  translate(error: unknown): Problem | undefined {
    for (const translator of this.translators) {
      const translated = translator(error);
      if (translated) return translated;
    }
    return undefined;
  }
}
