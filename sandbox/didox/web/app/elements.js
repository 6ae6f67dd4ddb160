/** Makes an element; texts are texts, never markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(
    ...children.flat().filter(child => child !== null && child !== undefined && child !== false),
  );
  return element;
}

export const money = sum =>
  sum === null ? '—' : sum.toLocaleString('ru-RU', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
export const day = text => (text ? text.slice(0, 10).split('-').reverse().join('.') : '—');
const tone = status =>
  ({
    0: 'grey',
    1: 'amber',
    2: 'blue',
    3: 'green',
    4: 'red',
    5: 'grey',
    6: 'amber',
    8: 'green',
    5555: 'grey',
  })[status] ?? (status >= 100 && status < 1000 ? 'blue' : 'red');
export const chip = ({ status, statusName }) =>
  h('span', { class: `chip chip--${tone(status)}` }, statusName);
