import { type ChangeEvent, useState } from 'react';

const listIn = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

/** A list in one field, with commas: what is typed stays as it is typed while it says the list. */
export function useTypedList(list: readonly string[], onChange: (list: string[]) => void) {
  const [typed, setTyped] = useState('');
  return {
    value: listIn(typed).join() === list.join() ? typed : list.join(', '),
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      setTyped(target.value);
      onChange(listIn(target.value));
    },
  };
}
