import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Asked = Parameters<Storage['getTargetValidationMetadatas']>;
type Rules = ReturnType<Storage['getTargetValidationMetadatas']>;

const remembered = new WeakSet<Storage>();

/**
 * class-validator looks through the rules of every class that there is, for each body anew, to find what a class inherits:
 * the more bodies the program has, the longer. What was found for a class is kept until a rule is added.
 */
export function rememberFields(storage: Storage = getMetadataStorage()): void {
  if (remembered.has(storage)) return;
  remembered.add(storage);
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const add = storage.addValidationMetadata.bind(storage);
  let known = new Map<unknown, Rules>();
  storage.addValidationMetadata = (rule) => {
    known = new Map();
    add(rule);
  };
  storage.getTargetValidationMetadatas = (...asked: Asked) => {
    const [target, schema, always, strictGroups, groups] = asked;
    // Asked in another way than this program asks.
    if (schema || always || strictGroups || groups !== undefined) return find(...asked);
    const found = known.get(target) ?? find(...asked);
    known.set(target, found);
    return found;
  };
}
