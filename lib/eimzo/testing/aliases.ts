/** Aliases as they are seen: of test keys, of public documentation (its numbers replaced), made up. No real persons. */
const TREADWAY =
  'cn=min gunner oletta,1.2.860.3.16.1.2=37357422485008,uid=710975453,1.2.860.3.16.1.1=562353400,o=ooo treadway inc,t=direktor,serialnumber=2187131f2,validfrom=2026.08.18 14:55:14,validto=2026.09.17 14:55:14';

export const ALIASES = {
  legal: { disk: '/Volumes/', path: 'DSKEYS', name: 'DS37357422485008-test', alias: TREADWAY },
  legalAgain: { disk: '/Volumes/DSKEYS/', path: '', name: 'DS37357422485008-test', alias: TREADWAY },
  otherCompany: {
    disk: '/Volumes/',
    path: 'DSKEYS',
    name: 'DS30125139187158-test',
    alias:
      'cn=anatola radcliffe crane,1.2.860.3.16.1.2=30125139187158,uid=728787801,1.2.860.3.16.1.1=537302090,o=ooo ogema inc,t=direktor,serialnumber=2187131f5,validfrom=2026.08.18 15:12:33,validto=2026.09.17 15:12:33',
  },
  documentation: {
    disk: 'C:\\',
    path: '',
    name: 'DS300000043',
    alias:
      'cn=fio,name=имя,surname=фамилия,l=район,st=город,c=uz,o=название компании,uid=300000050,1.2.860.3.16.1.2=30000000000033,t=direktor,1.2.860.3.16.1.1=300000043,businesscategory=masʼuliyati cheklangan jamiyat,serialnumber=71c4eb12,validfrom=2022.04.25 17:42:58,validto=2024.04.25 23:59:59',
  },
  minimal: {
    disk: '/path/DSKEYS/',
    path: '',
    name: 'TESTKEY',
    alias: 'cn=test user,name=test,surname=user,1.2.860.3.16.1.2=12345678901234,serialnumber=test0001',
  },
  person: {
    disk: 'D:\\',
    path: 'DSKEYS',
    name: 'DS300000001',
    alias:
      'cn=testov sinov,name=sinov,surname=testov,l=a tumani,st=b viloyati,c=uz,uid=300000001,1.2.860.3.16.1.2=30000000000017,serialnumber=7f000001,validfrom=2024.11.12 22:25:27,validto=2026.11.12 22:25:26',
  },
  awkward: {
    disk: 'C:\\',
    path: 'DSKEYS',
    name: 'DS3000000020001',
    alias:
      'cn=o‘ktam g‘ani o‘g‘li,name=o‘ktam,surname=g‘ani,l=mirzo ulug‘bek tumani, 5-uy,st=toshkent shahri,c=uz,o="alfa, beta va k" mchj,uid=300000002,1.2.860.3.16.1.2=30000000000025,t=direktor,1.2.860.3.16.1.1=300000019,businesscategory=mas’uliyati cheklangan jamiyat,serialnumber=7f000002,validfrom=2025.01.15 09:10:11,validto=2027.01.15 23:59:59',
  },
} as const;
