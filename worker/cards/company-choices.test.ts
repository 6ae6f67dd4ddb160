import { describe, expect, it } from 'vitest';
import type { KeyGroup } from '../../lib/messages/views/keys.ts';
import { account } from '../inbox/inbox.fixture.ts';
import { companyChoices } from './company-choices.ts';

const related = (...tins: string[]) => tins.map(tin => ({ tin, name: `Company ${tin}`, roles: [] }));
const group = (owner: string, title: string) => ({ owner, title, keys: [] }) as unknown as KeyGroup;
const person = account('person:1', { title: 'Anna', relatedCompanies: related('100', '200') });
const ended = account('tin:300', { title: 'Gamma', until: 0, via: 'person:1', branch: '00001' });
const tins = (...args: Parameters<typeof companyChoices>) =>
  companyChoices(...args).map(({ company }) => company);

describe('companies that can be entered', () => {
  it('are those whose token ended, with their branch, and those that were named at the sign-in', () => {
    expect(companyChoices([person, ended], [person], [], [])).toEqual([
      { id: 'person:1>tin:300', owner: 'person:1', label: 'Gamma · Anna', company: '300', branch: '00001' },
      {
        id: 'person:1>tin:100',
        owner: 'person:1',
        label: 'Company 100 · Anna',
        company: '100',
        branch: undefined,
      },
      {
        id: 'person:1>tin:200',
        owner: 'person:1',
        label: 'Company 200 · Anna',
        company: '200',
        branch: undefined,
      },
    ]);
  });

  it('are not all of a hundred, where the page names one', () => {
    expect(tins([person, ended], [person], [], ['200', '999'])).toEqual(['300', '200']);
  });

  it('are not those that are in already, nor those whose own key is here', () => {
    const beta = account('tin:200', { via: 'person:1' });
    expect(tins([person, beta], [person, beta], [group('tin:100', 'Alfa')], [])).toEqual([]);
  });

  it('are offered for each person who can enter, as one choice among several', () => {
    const boris = account('person:2', { title: 'Boris', relatedCompanies: related('200', '300') });
    const choices = companyChoices([person, boris, ended], [person, boris], [], ['200', '300']);
    expect(choices.map(({ label }) => label)).toEqual([
      'Gamma · Anna',
      'Company 200 · Anna',
      'Company 200 · Boris',
      'Company 300 · Boris',
    ]);
    expect(new Set(choices.map(({ id }) => id)).size).toBe(4);
  });

  it('need somebody who is in, or has a key to sign in with', () => {
    expect(tins([person, ended], [], [], [])).toEqual([]);
    expect(tins([person, ended], [], [group('person:1', 'Anna')], [])).toHaveLength(3);
  });
});
