import type { Doctype, JsonObject, Party, Totals } from '../types.ts';
import type { Random } from './random.ts';

/** What a document is about; `contentOf` puts it into the shape of its doctype. */
export interface Draft {
  readonly doctype: Doctype;
  readonly number: string;
  readonly date: string;
  readonly contractNumber: string;
  readonly contractDate: string;
  readonly sender: Party;
  readonly receiver: Party;
  readonly random: Random;
}

const goods = [
  ['Бумага офисная А4, 80 г/м², 500 л.', '04802001002000000', 'упаковка', 52_000],
  ['Картридж для лазерного принтера', '08443002001000000', 'штука', 385_000],
  ['Пахта толаси, 1-нав', '05201001001000000', 'килограмм', 18_450.5],
  ['Услуги по перевозке грузов', '10104001001000000', 'услуга (раз)', 1_250_000],
  ['Ёғоч тахта 50×150×6000', '04407001003000000', 'куб. метр', 3_900_000],
  ['Gʻisht, pishiq, M-100', '06904001001000000', 'штука', 1_150],
  ['Dasturiy taʼminotni texnik qoʻllab-quvvatlash', '10305011001000000', 'услуга (раз)', 2_400_000.75],
  ['Кабель ВВГнг(А)-LS 3×2,5', '08544001001000000', 'метр', 9_870.2],
] as const;

const round = (value: number): number => Math.round(value * 100) / 100;

function productsOf(random: Random, vatRate: number): { products: JsonObject[]; totals: Totals } {
  const products: JsonObject[] = [];
  let sum = 0;
  let vat = 0;
  const count = 1 + random.below(3);
  for (let n = 0; n < count; n += 1) {
    const [name, code, unit, price] = random.pick(goods);
    const amount = 1 + random.below(40);
    const delivery = round(price * amount);
    const tax = round((delivery * vatRate) / 100);
    sum += delivery;
    vat += tax;
    products.push({
      ordno: String(n + 1),
      name,
      catalogcode: code,
      catalogname: name,
      measureid: null,
      packagecode: '1545648',
      packagename: unit,
      count: amount,
      summa: price,
      deliverysum: delivery,
      vatrate: vatRate,
      vatsum: tax,
      deliverysumwithvat: round(delivery + tax),
      withoutvat: vatRate === 0,
      lgotaid: '',
      lgotaname: null,
      origin: 3,
      marks: null,
      barcode: '',
    });
  }
  return { products, totals: { sum: round(sum), vat: round(vat), withVat: round(sum + vat) } };
}

const side = (party: Party): JsonObject => ({
  name: party.name,
  account: party.account,
  bankid: party.bankId,
  address: party.address,
  mobile: '',
  workphone: '',
  oked: '46900',
  districtid: '2604',
  director: party.director,
  accountant: party.director,
  vatregcode: party.vatCode,
  branchcode: '',
  branchname: '',
  vatregstatus: '20',
});

/** The stored JSON of a document, keys lower-cased as the service does it, and its sums if it has any. */
export function contentOf(draft: Draft): { json: JsonObject; totals: Totals | null } {
  const { number, date, sender, receiver, random } = draft;
  const contractdoc = { contractno: draft.contractNumber, contractdate: draft.contractDate };
  const tins = { sellertin: sender.taxId, buyertin: receiver.taxId };
  const sides = { seller: side(sender), buyer: side(receiver) };
  const { products, totals } = productsOf(random, draft.doctype === '008' ? 0 : 12);
  const list = (id: string): JsonObject => ({
    [id]: random.hex(24),
    tin: sender.taxId,
    hasvat: true,
    products,
  });
  const parties: JsonObject[] = [
    { tin: sender.taxId, ...side(sender) },
    { tin: receiver.taxId, ...side(receiver) },
  ];
  const withSums = (json: JsonObject) => ({ json, totals });
  const plain = (json: JsonObject) => ({ json, totals: null });

  switch (draft.doctype) {
    case '002':
    case '008':
    case '023':
      return withSums({
        version: 1,
        facturatype: 0,
        singlesidedtype: 0,
        incometype: 0,
        facturaid: random.hex(24),
        facturadoc: { facturano: number, facturadate: date },
        contractdoc,
        oldfacturadoc: null,
        facturaempowermentdoc: {
          empowermentno: '',
          empowermentdateofissue: null,
          agentfio: '',
          agenttin: null,
        },
        itemreleaseddoc: { itemreleasedtin: null, itemreleasedpinfl: '', itemreleasedfio: '' },
        foreigncompany: null,
        productlist: { ...list('facturaproductid'), hasexcise: false, hasmedical: draft.doctype === '008' },
        expansion: { ordernumber: null },
        hasmarking: false,
        contractid: null,
        ...(draft.doctype === '023' ? { waybillids: [random.hex(24)] } : {}),
        ...tins,
        lotid: null,
        ...sides,
      });
    case '005':
      return withSums({
        actid: random.hex(24),
        actdoc: {
          actno: number,
          actdate: date,
          acttext: `Мы, нижеподписавшиеся, «${sender.name}» и «${receiver.name}», составили настоящий акт о том, что работы выполнены полностью.`,
        },
        contractdoc,
        ...tins,
        sellername: sender.name,
        sellerbranchcode: '',
        buyername: receiver.name,
        buyerbranchcode: '',
        productlist: list('actproductid'),
      });
    case '006':
    case '062':
      return plain({
        empowermentid: random.hex(24),
        empowermentdoc: {
          empowermentno: number,
          empowermentdateofissue: date,
          empowermentdateofexpire: draft.contractDate,
        },
        contractdoc,
        agent: {
          agentempowermentid: random.hex(24),
          agenttin: receiver.taxId,
          jobtitle: 'Экспедитор',
          fio: receiver.director,
          passport: { number: 'AA0000000', dateofissue: '2020-01-01', issuedby: 'TEST' },
        },
        ...tins,
        ...sides,
        productlist: {
          empowermentproductid: random.hex(24),
          products: products.map(p => ({ name: p.name ?? '', count: p.count ?? 0 })),
        },
      });
    case '007':
      return withSums({
        contractid: random.hex(24),
        contractdoc: {
          contractname: 'Договор поставки',
          contractno: number,
          contractdate: date,
          contractexpiredate: `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`,
          contractplace: 'г. Ташкент',
        },
        sellertin: sender.taxId,
        buyertin: null,
        owner: parties[0] ?? null,
        clients: [parties[1] ?? null],
        hasvat: true,
        products,
        parts: [
          {
            ordno: 1,
            title: '1. Предмет договора',
            body: 'Поставщик передаёт, а Покупатель принимает товар.',
          },
          {
            ordno: 2,
            title: '2. Tomonlarning majburiyatlari',
            body: 'Tomonlar shartnoma shartlarini bajaradi.',
          },
        ],
      });
    case '041':
      return withSums({
        waybilllocalid: random.hex(24),
        deliverytype: 2,
        waybilldoc: { waybillno: number, waybilldate: date },
        contractdoc,
        consignor: { tinorpinfl: sender.taxId, name: sender.name },
        consignee: { tinorpinfl: receiver.taxId, name: receiver.name },
        carrier: { tinorpinfl: sender.taxId, name: sender.name },
        responsibleperson: { pinfl: '30101900000001', fullname: 'Тестов Тест' },
        roadway: {
          truck: { registrationno: '01A000AA', model: 'ISUZU NPR 75' },
          driver: { pinfl: '30101900000002', fullname: 'Намунов Намуна' },
        },
        productgroups: [
          {
            loadingpoint: { address: sender.address },
            unloadingpoint: { address: receiver.address },
            productinfo: { totaldeliverycost: totals.withVat, totalweightbrutto: 1.25, products },
          },
        ],
        ...tins,
      });
    case '000':
    case '010':
      return plain({
        document: {
          documentno: number,
          documentdate: date,
          documentname: draft.doctype === '010' ? 'Трёхстороннее соглашение' : 'Дополнительное соглашение',
        },
        contractdoc,
        subtype: 6,
        sellertin: sender.taxId,
        seller: { name: sender.name },
        ...(draft.doctype === '010'
          ? { clients: parties.slice(1) }
          : { buyertin: receiver.taxId, buyer: { name: receiver.name } }),
        file: {
          name: `Соглашение № ${number}.pdf`,
          size: 48_211 + random.below(9_000),
          sha256: random.hex(64),
        },
      });
    case '052':
      return withSums({
        reconciliationid: random.hex(24),
        reconciliationdoc: { reconciliationno: number, reconciliationdate: date },
        contractdoc,
        period: { from: draft.contractDate, to: date },
        openbalance: 0,
        closebalance: totals.withVat,
        ...tins,
        sellername: sender.name,
        buyername: receiver.name,
        rows: products.map(p => ({ date, name: p.name ?? '', debit: p.deliverysumwithvat ?? 0, credit: 0 })),
      });
    case '054':
      return withSums({
        actid: random.hex(24),
        acceptancetransferactdoc: { actno: number, actdate: date },
        contractdoc,
        ...tins,
        ...sides,
        productlist: list('actproductid'),
      });
    case '075':
      return plain({
        protocolid: random.hex(24),
        protocoldoc: { protocolno: number, protocoldate: date, place: 'г. Ташкент' },
        company: { tin: sender.taxId, name: sender.name },
        sellertin: sender.taxId,
        founders: [sender, receiver].map(p => ({ tin: p.taxId, name: p.name, share: 50 })),
        agenda: ['О распределении прибыли', 'Raislikni saylash toʻgʻrisida'],
        decision: 'Прибыль распределить поровну.',
      });
    case '031':
      return plain({
        letterid: random.hex(24),
        letterdoc: { letterno: number, letterdate: date },
        ...tins,
        sellername: sender.name,
        buyername: receiver.name,
        title: 'О сверке взаиморасчётов',
        body: `Просим подтвердить задолженность по договору № ${draft.contractNumber}. Hurmat bilan, ${sender.director}.`,
      });
  }
}
