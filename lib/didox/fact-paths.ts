/**
 * Where the document types keep what a person looks for. Only the invoice (002), the act (005) and the contract (007)
 * are documented with examples; the other paths follow their pattern and are guesses [G]. A path that a type does not
 * have is simply not there, and what is not found is shown as raw fields. Keys are compared in lower case: Didox stores
 * them so, other operators and `tosign` write `SellerTin`.
 */
export const NUMBER = [
  'facturadoc.facturano',
  'actdoc.actno',
  'acceptancetransferactdoc.actno',
  'empowermentdoc.empowermentno',
  'waybilldoc.waybillno',
  'waybillno',
  'document.documentno',
  'documentdoc.documentno',
  'reconciliationdoc.reconciliationno',
  'reconciliationdoc.no',
  'letterdoc.letterno',
  'protocoldoc.protocolno',
  'documentno',
  'docno',
  'number',
  'contractdoc.contractno',
];
export const DATE = [
  'facturadoc.facturadate',
  'actdoc.actdate',
  'acceptancetransferactdoc.actdate',
  'empowermentdoc.empowermentdateofissue',
  'waybilldoc.waybilldate',
  'waybilldate',
  'document.documentdate',
  'documentdoc.documentdate',
  'reconciliationdoc.reconciliationdate',
  'reconciliationdoc.date',
  'letterdoc.letterdate',
  'protocoldoc.protocoldate',
  'documentdate',
  'docdate',
  'date',
  'contractdoc.contractdate',
];
export const CONTRACT = ['contractdoc.contractno'];

export const SELLER_IDS = [
  'sellertin',
  'sellerpinfl',
  'seller.tin',
  'seller.pinfl',
  'consignor.tinorpinfl',
  'consignortin',
  'owner.tin',
  'owner.pinfl',
  'company.tin',
  'fromtin',
];
export const SELLER_NAMES = [
  'seller.name',
  'consignor.name',
  'owner.name',
  'owner.fullname',
  'company.name',
  'sellername',
];
export const BUYER_IDS = [
  'buyertin',
  'buyerpinfl',
  'buyer.tin',
  'buyer.pinfl',
  'consignee.tinorpinfl',
  'consigneetin',
  'partner.tin',
  'totin',
];
export const BUYER_NAMES = ['buyer.name', 'consignee.name', 'partner.name', 'buyername'];
/** Types with several other sides keep them in a list. */
export const OTHER_SIDES = ['clients', 'founders'];
export const SIDE_IDS = ['tin', 'pinfl', 'tinorpinfl'];
export const SIDE_NAMES = ['name', 'fullname', 'clientname', 'fio'];

export const PRODUCTS = [
  'productlist.products',
  'products',
  'productlist.empowermentproducts',
  'empowermentproductlist.products',
];
/** Waybills group their products. */
export const PRODUCT_GROUPS = { groups: 'productgroups', products: 'productinfo.products' };
/** Of one line: what it costs with VAT. Never `summa`, which is the price of one piece. */
export const LINE_WITH_VAT = 'deliverysumwithvat';
export const LINE_WITHOUT_VAT = 'deliverysum';
export const LINE_VAT = 'vatsum';
/** Sums of a whole document that say in their name that VAT is inside. */
export const TOTAL_WITH_VAT = ['totaldeliverysumwithvat', 'totalsumwithvat'];
/** Others, shown under their own names. */
export const OTHER_TOTALS = [
  'totalsum',
  'contractdoc.contractprice',
  'contractprice',
  'closebalance',
  'totaldeliverycost',
  'sum',
];

/** Subtrees that would drown the rest when fields are shown raw: parties are facts already, priced lines are in the sum. */
export const NOT_SHOWN_RAW = ['seller', 'buyer'];
export const PRICED_LINES = ['productlist', 'products', 'productgroups'];
