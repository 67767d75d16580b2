/** The configuration is unusable. The message is one sentence for the operator and names the variable, never a password. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';

  constructor(
    readonly variable: string,
    detail: string,
  ) {
    super(`${variable} ${detail}.`);
  }
}

/** Environment variables, read as what they should be. An empty one is not set. */
export class Environment {
  constructor(private readonly variables: NodeJS.ProcessEnv) {}

  text(variable: string): string | undefined {
    const value = this.variables[variable]?.trim();
    return value === '' ? undefined : value;
  }

  /** 0 to 65535. */
  port(variable: string, fallback: number): number {
    const text = this.text(variable);
    if (text === undefined) return fallback;
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (!(port <= 65_535)) throw this.refusal(variable, `must be a port number from 0 to 65535, not "${text}"`);
    return port;
  }

  oneOf<T extends string>(variable: string, choices: readonly T[], fallback: T): T {
    const text = this.text(variable)?.toLowerCase();
    if (text === undefined) return fallback;
    const choice = choices.find((candidate) => candidate === text);
    if (!choice) throw this.refusal(variable, `must be one of ${choices.join(', ')}, not "${text}"`);
    return choice;
  }

  /** An address of one of some schemes, as it was given. Its text is not repeated in a refusal: it may hold a password. */
  url(variable: string, schemes: readonly string[]): string | undefined {
    const text = this.text(variable);
    if (text === undefined) return undefined;
    const [, scheme] = /^([a-z0-9+]+):\/\/[^/\s]+\S*$/i.exec(text) ?? [];
    if (scheme === undefined || !schemes.includes(scheme.toLowerCase())) {
      throw this.refusal(variable, `must be an address that starts with ${schemes.map((s) => `${s}://`).join(' or ')}`);
    }
    return text;
  }

  refusal(variable: string, detail: string): ConfigRefused {
    return new ConfigRefused(variable, detail);
  }
}
