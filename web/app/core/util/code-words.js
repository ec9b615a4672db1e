/**
 * The words of codes: those of the server (Sources/Rendezvous/Codes/CodeWords.swift), which a test compares. The page
 * has them so that a slip of the finger is caught before the server counts it as a guess and ends the code. The list is
 * no secret. It has 13 kB and is loaded when a code is about to be entered.
 */
export const codeWords = new Set(
  `
  abbey able absorb acorn acrobat active actor adjust admire adult advance agent airport alarm album alcove alert
  alive allow almond alpha alpine always amaze amber ample amulet amuse anchor ancient angle ankle annual answer
  anthem antique antler apart apiary appear apple apricot apron aqua aquatic arbor arcade archer arctic area arena
  arm aroma arrive arrow art artist ash aspect aspen aster astral athlete atlas atom atrium attic aurora author
  autumn avocado award axis azure baby back badge badger bagel bake baker balance balcony ballad balloon bamboo
  banana band banjo bank banner barber barista barley barn barrel barrow base basic basil basin basket bat batch
  bath battery bauble bayou beach beacon beagle beam bean bear beard beast beauty bed beetle before behave bell belt
  bench beret best better bicycle big bill birch bird biscuit bison blank blanket blend bless blink block bloom
  blossom blue board boat bobbin bobcat bodega body bolt bonfire bonnet bonsai bonus book boost boot border bottle
  bottom boulder bounce bound bouquet bowl box boxer bracket brain bramble branch brandy brass brave bread breeze
  brick bridge brief bright brocade bronze brook broom brother brown brownie brush bubble bucket buckle bud buffalo
  bugle build builder bulb bumper bundle bunny burger burrow bus bushel butter button buzzard cabbage cabin cable
  cactus cadence cake calf calypso camel camera camp camper canal canary candid candle candor candy canoe canopy
  canvas canyon capable cape captain caramel caravan card careful cargo caribou carol carpet carrot carry cart
  carton carve cashew castle casual cat catfish cattle cavern cayenne cedar ceiling celery cello cement center
  central century cereal chair chalk chance channel chant chapel chapter chariot charm chase chateau cheddar cheek
  cheese cheetah cherry chervil chess chest chicken chief child chime chimney chin chip choice choose chorus church
  cider cinema cipher circle circus citrus city clam clay clean clef client cliff climb cloak clock closet cloth
  cloud clover clown coach coal coast coaster coat cobalt cocoa coconut cod coffee coin collar collect collie color
  column combine comet comfort comic comma compass concert confirm conifer connect console contact contest contour
  convoy cookie copper copy coral cork corn corner correct cosmos cottage cotton couch cougar country couple courage
  courier cousin cow cowboy coyote crab cradle crane crater crayon cream create creator creek crest cricket crimson
  crisp crocus croquet crouton crow crown cruise crumb crunch crystal cub cube cuckoo curfew curious current curtain
  cushion custard custom cycle cyclone cypress dahlia dairy daisy dancer dapper dare data dawn debut decade decimal
  deck decor deer delight delta denim denver depot depth derby design detail develop device dial diamond diary dice
  digit digital dinghy dinner direct dish display distant divide doctor dogwood dolly dolphin domain domino donkey
  door double dove dozen dragon draw drawer drawing dream dress drift drifter drink drive drizzle drone drop druid
  drum dry duchess duck duet dugout dune dusk dust dynamo eager eagle early earring earth easel east easy echo
  eclair eclipse eddy editor educate eel effort egg elastic elbow elder elect elegant element eleven elite elk elm
  ember emblem emerald emperor empire employ encore endless energy engage engine enjoy entry equip ermine essay
  estate etching eternal evening event example excite exhibit expert eyelash fabric face factory fair fairy falcon
  family famous fan fancy fanfare farm farmer fashion father fathom favor fawn feast feather feature feline fence
  fern ferret ferry fiber fiddle field fiesta fig figure film filter finch finger fire firefly first fish fjord flag
  flame flannel flask fleece flex flicker flint flip float flock flood floor flower fluent fluid flurry flute foam
  focus fog foil folder folio fondue forest fork formula fort forward fossil fox foxtail frame freckle freedom
  fresco fresh friend frigate fringe frog frolic frost frozen fruit fudge funnel future gala galaxy gallant galley
  gallon garage garden garland garlic garment garnet gate gauge gazebo gazelle gecko gem genius gentle genuine
  gesture geyser giant gibbon ginger gingham giraffe girder glacier glade glance glass gleam glider glimmer glitter
  globe glory glove glue goat gold gondola goose gopher gorilla grain grammar granary grand granite grape grass
  gravel gravity great green grid griffin grill grotto ground group grove growth guard guava guest guide guitar gull
  gusto gutter gypsum habit habitat haddock hail hair halibut halo halyard hamlet hammer hammock hamster hand
  handbag handle happen happy harbor harmony harness harp harvest hat hawk hay hayloft hazel head headway health
  heart hearth heather hedge heel height helmet hemlock hen herald herb hermit heron hickory hiker hill hinge hippo
  history hive hobbit hobby hockey holiday hollow home honest honey honor hood hoof hook hoop horizon horn hornet
  horse hose host hotel house hover huddle huge human humble hummus humor hundred husky hut ice iceberg icicle icing
  idea igloo iguana image imagine immense impala improve incense index indigo indoor ink inlet input inquire insect
  inside inspire install instant intact invent invite iris iron island italic ivory ivy jackal jacket jackpot jade
  jaguar jam jar jasmine jaunt javelin jaw jazz jelly jersey jester jet jetty jewel jigsaw job join journal journey
  jovial jubilee judge jug juice jump jumper jungle junior juniper kayak keen kelp kennel kernel kestrel kettle key
  kidney kilt kindle king kingdom kiosk kitchen kite kitten kiwi knack knee koala koi label lace lacquer ladder
  ladle lady lagoon lake lamb lamp lane lantern lap lapel laptop larch large lark laser lasso last latch lattice
  laugh laurel lava lawn layout leader leaf leaflet league learn lease leather lecture ledge legend leisure lemon
  lemur length lens lentil leopard lesson letter lettuce level liberty library lichen lid lift light likely lilac
  lily lime limit linen linnet lion lip liquid listen lizard llama lobster local locate locust lodge log logic
  longbow loom lotus lounge luck luggage lullaby lumber lunar lunch lung lupine luster lute luxury lynx lyric macaw
  machine magenta magic magical magma magnet magpie major mallard mallet manage mango mantis mantle manual many
  maple marble margin marina mariner market marlin marmot maroon marquee marsh mascot mask mast match matter maximum
  meadow meal measure media medley melody melon melt member memory mend mental mention mentor merit merlin mermaid
  mesa message meteor method metro midday mighty migrate mile milk mill million mimic minaret mineral mingle minimum
  minnow mint minus minute miracle mirror mission mist mistral mitten mix moat mobile model modern modest module
  moist mole moment monarch monitor monkey monsoon month moon moose mop morning morsel mosaic moss moth mother motif
  motion motive motor mount mouse mouth movie mud muffin mug mule mural museum music muslin mussel mustard mutual
  myrtle myself mystery myth nail name napkin narrate narwhal nation native natural nature navy nebula neck nectar
  needle neon nephew nerve nest net nettle neutral never news nickel niece night nimble noble nomad noodle noon
  normal north nose note notice nougat nourish nova novel nugget number nurse nutmeg nylon oak oasis oat oatmeal
  obelisk object oboe observe obtain obvious ocean ocelot octave octopus offer office often oil oilcan okra olive
  omelet onion onyx opal opaque opera operate opinion option oracle orange orbit orchard orchid oregano organ
  organic origami origin oriole osprey ostrich otter outdoor outfit outline outlook outpost output outside oven owl
  owner oxygen oyster packet pact paddle page pagoda paint palace palette palm pan pancake panda panel panther
  papaya paper paprika papyrus parable parade parasol parcel pardon parent park parka parlor parrot parsec parsley
  parsnip partner party pass passage pasta pastry pasture path patient patio patrol pattern paw peace peach peacock
  peak peanut pear pearl pebble pecan pedal pelican pen pencil pendant penguin peony people pepper perch perfect
  perform perfume perhaps person petal petunia phoenix phone photo piano pickle picnic picture pie pigeon pillar
  pillow pilot pin pine pioneer pipe piston pitch pitcher pixel pizza plaid planet plank plant plate plateau platter
  play player plaza pledge plenty pliers plow plum plume plunge pocket poem poet poise polar policy polish polite
  polka pollen poncho pond pony poodle poplar poppy popular porch port portion portray possum poster pot potato
  potter pottery powder prairie praise prawn precise predict prefer prelude premium prepare present presto pretty
  pretzel primary prince print prism private prize probe process produce profile program project promise promote
  prompt proper propose proud prune public publish puddle puffin pulley pulp pulse puma pumpkin pup pupil puppet
  pure purple purpose purse push puzzle pyramid python quail quaint quality quantum quarry quarter quasar queen
  quench quick quiet quill quilt quince quite quiver quiz quorum quota rabbit raccoon racer radar radial radiant
  radio radish radius raft rafter ragtime railway rain rainbow raisin rake rally ramp ranch random ranger rank rapid
  rattle raven ravine ravioli razor react ready realm rebound rebuild recall receive recent recipe record reduce
  reef reflect refresh regal regatta regular relax release relic relish remain remedy remind remove renew repair
  repeat replace replica reply report reptile request rescue reserve resin resolve restore result return reveal
  review reward rhubarb rhyme rhythm ribbon rice rich riddle ridge ring ripple rise ritual rival river road robin
  robot rock rocket rodeo roll romance roof room rooster root rope rose rosebud rotate roundup routine row rowboat
  rowing royal ruby rudder rug ruler rumba runner runway rust rustic rustle rye saddle safari safe saffron saga sage
  sail sailor salad salmon salsa salt salute samba sampan sample sand sandal sandbox sapling sardine satchel satin
  saturn sauce saucer sausage savanna savory sawdust scallop scarab scarf scarlet scene scenic scheme scholar school
  science scoop scooter score scout screen script scroll sea seagull seal search season seat seaweed second secret
  section secure sedan seed segment senate senior sense sequoia series service sesame session seven shadow shale
  shanty shark shawl shed sheep shelf shell sherbet sheriff shield shimmer shine shingle ship shirt shoal shoe shop
  shore shovel shower shrimp shrub shutter shuttle sierra sign signal silence silent silk silver since sincere
  singer sister sitting sixty size skate sketch ski skill skirt sky skylark skyline slate sled sleet sleeve slide
  slim slipper slope small smart smock smoke smooth snail snapper snorkel snow snowman snug soap soccer social sock
  soda sofa soft soil solid solo solve sonata song sonic soothe soprano sorbet sorrel soup south spangle spaniel
  spark sparrow spear special speech spell spend sphere spice spider spin spinach spindle spine spiral spirit splash
  split sponge spoon sport spread spring sprout spruce spur square squash squid stable stadium staff stage stair
  stamp stand star station statue stay steady steam steel stellar stem stencil step stew steward stick stone stool
  storm story stove straw stream street stretch string stripe strong strudel student studio study style subject
  subtle success sugar suit summer summit sun sundial sunrise sunset super support surf surface surfer surge surplus
  swallow swamp swan sweater swift swing swirl switch syrup system tabby table tablet tadpole tailor talent talk
  talon tambour tandem tangle tango target tartan taste tavern taxi tea teacher teapot temple tempo tender tennis
  tent term terrace terrier tether texture thank thatch thaw theater theme theory thermal thick thicket thimble
  thing third thirty thistle thought thread thrill thrive throw thrush thumb thunder tiara ticket tidal tide tiger
  tile timber tin tinker tinsel title toad toast today toffee toga token tomato tongue tonight tooth topaz topic
  topple torch tornado torrent total toucan tour toward towel tower town toy trace tractor traffic trail train
  trapeze tray tree trellis trend trial tribe tribute trident trifle trim trinket triumph trolley trophy trout truck
  truffle trumpet trunk truth tuba tugboat tulip tuna tundra tunic tunnel turbine turkey turnip turret turtle tutor
  tweed twelve twenty twig twine twist type typhoon ukulele ultra uncle unfold unicorn uniform unify union unique
  unit unlock unveil update upgrade uphold upland upper upright upward urban urchin use useful usual utensil utility
  vacant valiant valid valley value van vanilla vanish vapor variety vase vault vector velvet vendor venue veranda
  verdant verify verse version vertex vessel vest veteran via vibrant victory video view vigor viking village vine
  vinegar vintage viola violet violin visible vision visit visitor vista visual vital vivid vixen volcano volume
  vote voyage waffle wagon wait wall wallaby wallet walnut walrus waltz wand wander warbler warren water wave wax
  weasel weather weaver web wedding welcome west whale wharf wheat wheel whirl whisker whistle white wick wicker
  widget widow wild willow wind window wing winter wire wisdom wisp wizard wolf wombat wool worker world wreath wren
  wrist yacht yak yard yarn year yeast yellow yes yogurt yonder young yucca zebra zenith zephyr zest zigzag zinc
  zipper zither zodiac zone zoo
`
    .trim()
    .split(/\s+/),
);
