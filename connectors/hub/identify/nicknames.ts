/**
 * One line, one name: its first form is canonical, the rest are how people write or call it (Spanish, English, Portuguese).
 * A form in two lines belongs to both (Alex: Alejandro or Alexander).
 */
const lines = `maria mary marie ma m.a mari mariya
maria_jose mariajo
jose pepe jse joseph joe josep jo joey
josefa pepa fina josefina
francisco paco fran fco pancho curro kiko frank francis francesc chico
francisca paqui paca fca
antonio tono toni ant tony anthony antoni toninho
antonia tona toni
manuel manolo manu mel lolo manoel
juan juanito jn john johnny jack jon joao joan ian
juana juani joana joanna jane
jesus chus suso
javier javi xavier xavi jav
carlos charly charlie carlitos charles carles chuck
luis lucho luisito louis lluis luiz lewis
miguel mike michael michel miki mick mikel micky miquel
rafael rafa raphael rafel
pedro perico peter pete pere
pablo paul paulo pau
jorge george jordi
fernando fer nando ferran
alejandro alex ale jandro alexander alexandre
alejandra alex ale sandra alexandra
alberto beto berto albert al
roberto rob bob robert robbie bobby berto
ricardo richard rick dick richie ric
eduardo edu lalo edward ed eddie ted duarte
enrique quique kike henry henrique harry hank enric
guillermo guille willy william bill will billy guilherme
ignacio nacho iñaki ignasi inacio
jaime jim james jimmy jamie jaume tiago
joaquin quino joaquim
daniel dani dan danny
david dave davi
andres andrew andy drew andre andreu
diego santiago santi yago iago
sergio sergi
salvador salva
vicente vicent vincent vince chente
tomas tom thomas tommy
esteban stephen steve steven stefan estevao
nicolas nico nick nicholas nicolau
gregorio greg gregory goyo
matias mat matthew mateo matt mateus
bartolome bartolo tolo
leonardo leo leonard
samuel sam samu sammy
benjamin ben benja benny
dolores lola loli dol
concepcion concha conchi conce
mercedes merche merce
pilar pili
teresa tere teresita theresa tess terry
isabel isa bel elisabeth elizabeth liz beth lisa betty isabella elisabet lizzie eliza
elena helena helen ele ellen
carmen carmina carmela mamen
rosario charo
consuelo chelo
esperanza espe
encarnacion encarna encarni
inmaculada inma macu
margarita marga rita margaret maggie peggy meg margarida
catalina cata katherine kate kathy catherine cathy katie catarina caterina kathryn
ana anita anne ann anna annie
beatriz bea beatrice
cristina cris tina christine chris christina
cristian cris christian chris
christopher chris cristobal topher
susana susi susan sue susanna suzanne
patricia patri paty patty pat trish
victoria vicky vic
veronica vero
gabriel gabi gabe
gabriela gabi
monica moni
natalia nati natalie nat
raquel rachel raque
rebeca rebecca becky
silvia silvi sylvia
sofia sofi sophie sophia
lucia luci lucy lucia
laura lau lauri laurie
marta martha
julia juli julie
julian juli
rocio ro
montserrat montse
nuria nuri
deborah deb debbie
jennifer jenny jen
jessica jess jessie
kimberly kim
pamela pam
samantha sam
abigail abby
amanda mandy
barbara barb babs
dorothy dot dolly
eleanor nell ellie nora
emily em emma
frederick fred freddie federico fede frederico
gerald gerry jerry gerardo
jeffrey jeff geoff geoffrey
jonathan jon jonny
joshua josh
kenneth ken kenny
lawrence larry lorenzo
nathaniel nathan nate
patrick pat paddy patricio
philip phil felipe filipe
raymond ray ramon
ronald ron ronnie
theodore theo ted
timothy tim timmy
walter walt
zachary zach zac zack`

const groups = new Map<string, number[]>()
lines.split('\n').forEach((line, n) => {
  for (const form of line.split(' ')) groups.set(form, [...(groups.get(form) ?? []), n])
})

/** Whether two given names may be the same name called otherwise. */
export function sameName(a: string, b: string): boolean {
  const of = groups.get(a)
  return of !== undefined && (groups.get(b)?.some(n => of.includes(n)) ?? false)
}

/** Given names that are names and not slips of others; with their part of the population in 1/10,000. */
const given = `maria 600 jose 550 antonio 280 carmen 270 juan 250 manuel 240 ana 220 francisco 210 luis 150 david 150 carlos 140 javier 130 miguel 130 angel 120 isabel 110 jesus 100 daniel 100 rafael 90 pedro 90 laura 80 cristina 80 marta 75
dolores 75 pilar 70 josefa 70 alejandro 70 lucia 65 pablo 60 sergio 60 elena 60 fernando 60 alberto 60 jorge 60 raquel 50 paula 60 sara 55 juana 30 rosa 60 antonia 60 teresa 50 francisca 55 mercedes 40 rosario 35 andres 30 diego 35 alvaro 35 adrian 35
ramon 30 enrique 35 vicente 30 raul 35 ivan 30 ruben 30 oscar 25 eduardo 30 beatriz 30 silvia 30 patricia 40 andrea 40 irene 30 alba 30 eva 30 monica 30 sonia 25 rocio 25 nuria 25 marina 25 julia 30 sofia 25 claudia 25 susana 20 margarita 25 encarnacion 20
concepcion 30 marcos 20 mario 25 hugo 20 martin 20 ignacio 20 jaime 20 joaquin 20 santiago 20 victor 30 roberto 25 gabriel 20 samuel 20 nicolas 20 tomas 15 joao 60 paulo 40 rui 30 nuno 20 tiago 30 ines 15 catarina 20 marcio 8 joana 20 luisa 30 ricardo 25 bruno 20 felipe 15
james 120 john 120 robert 110 michael 120 william 100 mary 80 thomas 60 charles 50 joseph 60 daniel 60 matthew 50 mark 40 paul 40 steven 30 andrew 40 george 40 peter 30 jack 40 harry 30 oliver 30 emily 40 sarah 40 jessica 35 emma 35 olivia 30 sophie 30 grace 25 chloe 25
lily 15 ella 15 mia 15 ruby 10 charlotte 25 lucy 20 hannah 20 amy 15 anna 25 kate 10 linda 40 barbara 30 susan 30 karen 25 nancy 20 lisa 20 helen 15 henry 15 edward 20 richard 40 kevin 20 brian 20 jason 15 ryan 20 jacob 20 joshua 25 ethan 15 noah 15 liam 15 lucas 15 leo 10 nora 10 julian 15 victoria 15 mateo 10 celia 8 noa 6 aitana 5 vera 6 alma 5`
const family = `garcia 310 rodriguez 200 gonzalez 195 fernandez 190 lopez 185 martinez 178 sanchez 174 perez 166 gomez 104 martin 104 jimenez 83 hernandez 79 ruiz 78 diaz 70 moreno 68 munoz 60 alvarez 60 romero 47 gutierrez 46 alonso 44 navarro 42 torres 42 dominguez 40
ramos 40 gil 40 vazquez 40 serrano 36 blanco 36 molina 34 morales 34 suarez 33 ortega 33 castro 32 delgado 32 ortiz 31 marin 28 rubio 28 nunez 27 medina 26 sanz 26 castillo 26 iglesias 25 cortes 23 garrido 23 santos 120 guerrero 22 lozano 21 cano 20 cruz 25 mendez 18 flores 18 prieto 18 herrera 18 pena 18 leon 17 marquez 17
silva 300 ferreira 150 pereira 150 oliveira 130 costa 120 rodrigues 100 martins 90 sousa 90 fernandes 70 goncalves 70 gomes 70 lopes 70 marques 60 alves 60 almeida 60 ribeiro 60 pinto 60 carvalho 50 teixeira 40 moreira 40
smith 100 johnson 60 williams 60 brown 55 jones 60 taylor 40 davis 35 wilson 35 miller 35 evans 25 thomas 25 anderson 25 jackson 22 white 25 harris 22 thompson 22 walker 20 wright 20 robinson 20 green 20 hall 20 clark 20 lewis 18 lee 25 young 15 king 15 scott 15 campbell 12 mitchell 12 nguyen 30`

const read = (text: string) => new Map(text.split(/\s+/).reduce<[string, number][]>((all, word, i, words) => i % 2 === 0 ? [...all, [word, Number(words[i + 1]) / 10_000]] : all, []))
export const givenNames: ReadonlyMap<string, number> = read(given)
export const familyNames: ReadonlyMap<string, number> = read(family)
/** A given name of its own right: a known one, or one with nicknames. */
export const isGiven = (token: string): boolean => givenNames.has(token) || groups.has(token)
