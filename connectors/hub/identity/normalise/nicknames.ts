/**
 * One line, one name: its first form is canonical, the rest are how people write or call it (Spanish,
 * English, Portuguese). A form in two lines belongs to both (Alex: Alejandro or Alexander).
 */
const lines = `maria mary marie ma m.a mari mariya
maria_jose mariajo
jose pepe jse joseph joe josep jo joey
josefa pepa fina josefina
francisco paco fran fco pancho curro kiko frank francis francesc chico
francisca paqui paca fca
antonio tono toni ant tony anthony antoni toninho
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
vicente vicent vincent vince chente
tomas tom thomas tommy
esteban stephen steve steven stefan estevao
nicolas nico nick nicholas nicolau
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
natalia nati natalie nat
raquel rachel raque
rebeca rebecca becky
silvia silvi sylvia
sofia sofi sophie sophia
lucia luci lucy
laura lau lauri laurie
marta martha
julia juli julie
julian juli
montserrat montse
nuria nuri
jennifer jenny jen
jessica jess jessie
frederick fred freddie federico fede frederico
jonathan jon jonny
joshua josh
kenneth ken kenny
patrick pat paddy patricio
philip phil felipe filipe
timothy tim timmy`

const groups = new Map<string, string[]>()
for (const line of lines.split('\n')) {
  const forms = line.split(' ')
  for (const form of forms) groups.set(form, [...(groups.get(form) ?? []), forms[0] as string])
}

/** The names a word may be a form of, each by its first form; the word itself where it is a form of none. */
export const formsOf = (word: string): readonly string[] => groups.get(word) ?? [word]

/** Whether two given names may be the same name called otherwise. */
export function sameName(a: string, b: string): boolean {
  const of = groups.get(a)
  return of !== undefined && (groups.get(b)?.some((n) => of.includes(n)) ?? false)
}

/**
 * Given names that are names and not slips of others; a line begins with their part of the population in
 * 1/10,000, about.
 */
const given = `550 maria jose
250 antonio carmen juan manuel ana francisco
130 luis david carlos javier miguel angel isabel jesus daniel james john robert michael william
70 rafael pedro laura cristina marta dolores pilar josefa alejandro lucia pablo sergio elena fernando alberto jorge raquel paula sara rosa antonia teresa francisca joao mary thomas charles joseph matthew
30 juana mercedes rosario andres diego alvaro adrian ramon enrique vicente raul ivan ruben oscar eduardo beatriz silvia patricia andrea irene alba eva monica sonia rocio nuria marina julia sofia claudia susana margarita encarnacion concepcion marcos mario hugo martin ignacio jaime joaquin santiago victor roberto gabriel samuel nicolas tomas paulo rui nuno tiago ines catarina marcio joana luisa ricardo bruno felipe mark paul steven andrew george peter jack harry oliver emily sarah jessica emma olivia sophie grace chloe lily ella mia ruby charlotte lucy hannah amy anna kate linda barbara susan karen nancy lisa helen henry edward richard kevin brian jason ryan jacob joshua ethan noah liam lucas leo nora julian victoria mateo celia noa aitana vera alma`
const family = `300 garcia silva
180 rodriguez gonzalez fernandez lopez martinez sanchez perez ferreira pereira
110 gomez martin santos oliveira costa rodrigues martins sousa smith
60 jimenez hernandez ruiz diaz moreno munoz alvarez romero gutierrez fernandes goncalves gomes lopes marques alves almeida ribeiro pinto carvalho johnson williams brown jones
30 alonso navarro torres dominguez ramos gil vazquez serrano blanco molina morales suarez ortega castro delgado ortiz marin rubio nunez medina sanz castillo iglesias cortes garrido guerrero lozano cano cruz mendez flores prieto herrera pena leon marquez teixeira moreira taylor davis wilson miller evans thomas anderson jackson white harris thompson walker wright robinson green hall clark lewis lee young king scott campbell mitchell nguyen`

const read = (text: string) =>
  new Map(
    text.split('\n').flatMap((line) => {
      const [part, ...names] = line.split(' ')
      return names.map((n) => [n, Number(part) / 10_000] as const)
    }),
  )
export const givenNames: ReadonlyMap<string, number> = read(given)
export const familyNames: ReadonlyMap<string, number> = read(family)
/** A given name of its own right: a known one, or one with nicknames. */
export const isGiven = (token: string): boolean => givenNames.has(token) || groups.has(token)
