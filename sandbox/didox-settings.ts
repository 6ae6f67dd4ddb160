import { type DidoxSettings, settingsHelp } from './didox/index.ts';

/**
 * Settings of the Didox stand-in from the command line (text) or the control channel (JSON), checked against its
 * table.
 * @throws TypeError that names the setting and what it takes
 */
export function readDidoxSettings(given: Readonly<Record<string, unknown>>): Partial<DidoxSettings> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readOne(name, value)]));
}

function readOne(name: string, given: unknown): unknown {
  const help = settingsHelp.find(one => one.name === name);
  if (help === undefined) {
    throw new TypeError(
      `Didox has no setting "${name}"; there are ${settingsHelp.map(one => one.name).join(', ')}`,
    );
  }
  const refuse = (): never => {
    throw new TypeError(`setting "${name}" takes ${help.type}, not ${JSON.stringify(given)}`);
  };
  const kind = kindOf(help.type);
  switch (kind) {
    case 'boolean': {
      const value = given === 'true' ? true : given === 'false' ? false : given;
      return typeof value === 'boolean' ? value : refuse();
    }
    case 'number': {
      const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
      return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : refuse();
    }
    case 'list': {
      const value = typeof given === 'string' ? (parsed(given) ?? words(given)) : given;
      return Array.isArray(value) && value.every(item => typeof item === 'string') ? value : refuse();
    }
    case 'list of objects': {
      const value = typeof given === 'string' ? parsed(given) : given;
      const fits = Array.isArray(value) && value.every(item => typeof item === 'object' && item !== null);
      return fits ? value : refuse();
    }
    case 'object': {
      const value = typeof given === 'string' ? parsed(given) : given;
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : refuse();
    }
    case 'text':
      return typeof given === 'string' ? given : refuse();
    case 'text or null':
      if (given === null || given === 'null') return null;
      return typeof given === 'string' ? given : refuse();
    case 'choice': {
      const found = help.type.split('|').find(choice => choice === String(given));
      if (found === undefined) return refuse();
      return typeof help.default === 'number' ? Number(found) : found;
    }
  }
}

type Kind = 'boolean' | 'number' | 'list' | 'list of objects' | 'object' | 'text' | 'text or null' | 'choice';

function kindOf(type: string): Kind {
  if (type === 'boolean' || type === 'number' || type === 'list' || type === 'text') return type;
  if (type === 'text|null') return 'text or null';
  if (type.startsWith('json')) return type.endsWith('[]') ? 'list of objects' : 'object';
  return 'choice';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const words = (text: string): string[] =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
