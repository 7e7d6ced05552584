package schema

import (
	"strings"

	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/quiz"
)

// What editors say about each key, by its path. Words for the same key stand in
// docs/formats at more length.

func bankKeys() map[string]tomlfile.Key {
	return map[string]tomlfile.Key{
		"id":                               {Description: "Its name for ever: small letters, digits and hyphens, unique in the project, never used again for another bank."},
		"title":                            {Description: "What learners see above the assessment."},
		"module":                           {Description: "The folder of the module under content/, for example de-escalation/05-verbal-de-escalation."},
		"mode":                             {Description: "Assessed questions count and their key is never published; practice never counts.", Enum: []string{"assessed", "practice"}},
		"pass_mark":                        {Description: "Percent that learners are told they need. Levels come from the framework's cuts."},
		"attempts":                         {Description: "How many attempts learners are told they have; 0 is no limit."},
		"exposure":                         {Description: "Whether learners can find the answers outside the site. Private is the default.", Enum: []string{"private", "public"}},
		"draw":                             {Description: "What a form is made of beside the critical questions; without one, everybody is asked everything."},
		"draw.pool":                        {Description: "Draw from the questions of this pool."},
		"draw.competency":                  {Description: "Draw from the questions whose indicators belong to this competency."},
		"draw.count":                       {Description: "How many questions are drawn."},
		"questions":                        {Description: "The questions."},
		"questions.id":                     {Description: "Its name for ever: unique in the bank, never used again for another question."},
		"questions.type":                   {Description: "How it is answered.", Enum: quiz.Types()},
		"questions.pool":                   {Description: "A name that a draw can draw from."},
		"questions.indicators":             {Description: "Which indicators of the framework it tests."},
		"questions.points":                 {Description: "What it is worth; 1 where nothing is written."},
		"questions.critical":               {Description: "In every form, and must be fully right for its competency to be met."},
		"questions.scoring":                {Description: "How what was answered becomes points: partial, all-or-nothing or weights for multiple; absolute, next or all-or-nothing for order.", Enum: []string{"partial", "all-or-nothing", "weights", "absolute", "next"}},
		"questions.prompt":                 {Description: "What is asked, in CommonMark."},
		"questions.explanation":            {Description: "Why the right answer is right. Never published for an assessed bank."},
		"questions.hints":                  {Description: "Shown one by one on request; practice banks only."},
		"questions.options":                {Description: "The choices; for order, in the right order. Their order is not published."},
		"questions.options.text":           {Description: "The choice, one paragraph of CommonMark."},
		"questions.options.correct":        {Description: "Whether it is right."},
		"questions.options.fraction":       {Description: "What share of the points it gives, from -1 to 1, instead of correct."},
		"questions.options.feedback":       {Description: "What is said to whoever chose it."},
		"questions.pairs":                  {Description: "For match: what belongs together."},
		"questions.pairs.stem":             {Description: "What an option is sought for; without it, the option fits none."},
		"questions.pairs.option":           {Description: "What belongs to it, as plain text."},
		"questions.pairs.feedback":         {Description: "Why the two belong together."},
		"questions.answers":                {Description: "For number and text: what may be typed. The first that fits counts."},
		"questions.answers.value":          {Description: "The number."},
		"questions.answers.tolerance":      {Description: "How far off it may be; exactly, where nothing is written."},
		"questions.answers.tolerance_type": {Description: "Absolute: value ± tolerance. Relative: ± its part of the value. Geometric: from value/(1 + tolerance) to value × (1 + tolerance).", Enum: quiz.ToleranceTypes()},
		"questions.answers.min":            {Description: "Where a range begins, instead of a value."},
		"questions.answers.max":            {Description: "Where a range ends, instead of a value."},
		"questions.answers.text":           {Description: "What may be typed; * stands for any characters, \\* for an asterisk."},
		"questions.answers.correct":        {Description: "Whether it is right."},
		"questions.answers.fraction":       {Description: "What share of the points it gives, from 0 to 1, instead of correct."},
		"questions.answers.feedback":       {Description: "What is said to whoever typed it."},
		"questions.unit":                   {Description: "For number: the unit, shown behind the box and not typed."},
		"questions.exact":                  {Description: "For text: capital letters and blanks matter."},
		"questions.history":                {Description: "Joins a replaced revision to this one, so that item analysis goes on."},
		"questions.history.revision":       {Description: "The revision that was replaced, r1-…."},
		"questions.history.change":         {Description: "Whether the meaning changed.", Enum: []string{"editorial", "substantive"}},
		"questions.history.date":           {Description: "When it was changed."},
		"questions.history.reason":         {Description: "Why."},
		"questions.corrections":            {Description: "Declares that the archived key was wrong; without it, another key is a fault."},
		"questions.corrections.revisions":  {Description: "The question revisions that it reaches, r1-…."},
		"questions.corrections.date":       {Description: "When it was found."},
		"questions.corrections.reason":     {Description: "What was wrong."},
		"questions.corrections.change":     {Description: "Another key, or the question out of the count, or credit to all.", Enum: []string{"key", "void-drop", "void-full"}},
	}
}

func configKeys() map[string]tomlfile.Key {
	return map[string]tomlfile.Key{
		"site":                  {Description: "What the site is."},
		"site.id":               {Description: "Part of every draw: never change it once staff have begun."},
		"site.title":            {Description: "The title of the site."},
		"site.organisation":     {Description: "The name of your organisation."},
		"site.base_url":         {Description: "The address at which the site will stand, if it has one."},
		"site.time_zone":        {Description: "The IANA time zone in which dates are meant, for example Europe/Amsterdam."},
		"site.default_language": {Description: "The language of the pages, for example en."},
		"site.support":          {Description: "Whom staff ask when something does not work."},
		"hand_in":               {Description: "Where staff send their results."},
		"hand_in.contact":       {Description: "Who receives them, in words."},
		"hand_in.link":          {Description: "A mailto: or https: address."},
		"hand_in.reply_by":      {Description: "When they will hear, in words."},
		"results":               {Description: "What of a results file the organisation relies on."},
		"results.recipients":    {Description: "The age recipients to whom results are sealed."},
		"results.codes":         {Description: "Whether staff need an enrolment code.", Enum: []string{"required", "optional", "off"}},
		"results.timings":       {Description: "Whether the time taken for each answer leaves the browser. Staff are told."},
		"answerkeys":            {Description: "Where the key archive lies."},
		"answerkeys.dir":        {Description: "A folder, also outside the project: answerkeys/ where nothing is written."},
		"banks":                 {Description: "Where the quiz banks lie."},
		"banks.dir":             {Description: "A folder, also outside the project: quiz/banks/ where nothing is written."},
		"retention":             {Description: "How long HR keeps results."},
		"retention.years":       {Description: "Years."},
		"output":                {Description: "How the site is written."},
		"output.minify":         {Description: "Styles and the player without blanks."},
		"output.git_dates":      {Description: "Pages say when git last saw them change, where no lastmod is written."},
		"link_checker":          {Description: "What coursemark check --external does."},
		"link_checker.ignore":   {Description: "Beginnings of addresses that are not asked."},
	}
}

func frameworkKeys() map[string]tomlfile.Key {
	keys := map[string]tomlfile.Key{
		"id":                                    {Description: "The name of the framework for ever."},
		"version":                               {Description: "Which version of it this is."},
		"title":                                 {Description: "Its title."},
		"publisher":                             {Description: "Who publishes it."},
		"licence":                               {Description: "Under which licence."},
		"note":                                  {Description: "What its readers should know: printed in the workbook."},
		"adopted_by":                            {Description: "Who has taken its cuts and periods into use. Without a name they are PROVISIONAL."},
		"adopted_on":                            {Description: "When."},
		"citations":                             {Description: "The works and standards that it rests on."},
		"citations.id":                          {Description: "A name for it in this file."},
		"citations.body":                        {Description: "Author or body."},
		"citations.edition":                     {Description: "Year or edition."},
		"citations.reference":                   {Description: "Where it can be found."},
		"levels":                                {Description: "The scale, from 0 upwards."},
		"levels.ordinal":                        {Description: "0, 1, 2 and so on."},
		"levels.id":                             {Description: "A short name."},
		"levels.label":                          {Description: "What the workbook calls it."},
		"levels.descriptor":                     {Description: "What somebody at this level does."},
		"levels.proficient":                     {Description: "Whether a role may rely on it."},
		"evidence":                              {Description: "The kinds of evidence and how each becomes a level."},
		"evidence.kind":                         {Description: "The kind."},
		"evidence.label":                        {Description: "What the workbook calls it."},
		"evidence.max_level":                    {Description: "The highest level that it can show."},
		"evidence.min_items":                    {Description: "With fewer items it is insufficient evidence and no level."},
		"evidence.attempts":                     {Description: "Which attempts count.", Enum: []string{"latest", "best", "first", "average", "decaying", "n-mastery"}},
		"evidence.weight":                       {Description: "Decaying: the weight of the latest attempt; 0.65 where nothing is written."},
		"evidence.mastery":                      {Description: "N-mastery: the percentage that counts as mastery."},
		"evidence.n":                            {Description: "N-mastery: how many attempts have to reach it."},
		"evidence.reason":                       {Description: "Why the best attempt counts."},
		"evidence.cuts":                         {Description: "From which percentage which level is reached."},
		"evidence.cuts.level":                   {Description: "The level."},
		"evidence.cuts.percent":                 {Description: "The percentage from which it is reached."},
		"evidence.provenance":                   {Description: "Who set the cuts, when, and how."},
		"evidence.provenance.set_by":            {Description: "Who."},
		"evidence.provenance.set_on":            {Description: "When."},
		"evidence.provenance.method":            {Description: "How, for example modified Angoff."},
		"validity":                              {Description: "How long a level holds."},
		"validity.mode":                         {Description: "From completion, from the previous expiry, or from a fixed date.", Enum: []string{"completion", "expiry", "fixed"}},
		"validity.months":                       {Description: "Calendar months; 0 does not expire."},
		"validity.window_days":                  {Description: "How many days before expiry it can be renewed."},
		"validity.base_date":                    {Description: "Fixed mode: the date from which periods are counted."},
		"domains":                               {Description: "Groups of competencies."},
		"domains.id":                            {Description: "A name for it in this file."},
		"domains.title":                         {Description: "What the workbook calls it."},
		"competencies":                          {Description: "What staff are measured by."},
		"competencies.id":                       {Description: "Its name for ever, unique in the project."},
		"competencies.domain":                   {Description: "The domain that it belongs to."},
		"competencies.title":                    {Description: "What the workbook calls it."},
		"competencies.statement":                {Description: "What staff with it do."},
		"competencies.citations":                {Description: "The citations that it rests on."},
		"competencies.rule":                     {Description: "What shows it; without a rule it is not graded."},
		"competencies.rule.demands":             {Description: "All of these kinds of evidence; any of those inside each list."},
		"competencies.rule.banks":               {Description: "The banks whose questions count."},
		"competencies.rule.vignettes":           {Description: "Those of the banks that count as a quiz on described cases."},
		"competencies.rule.scenarios":           {Description: "Those of the banks that are assessed scenarios."},
		"competencies.rule.refuse_public":       {Description: "Whether banks whose answers are public count for nothing."},
		"competencies.rule.mandatory":           {Description: "Indicators without which the level is held down."},
		"competencies.rule.mandatory.indicator": {Description: "The indicator."},
		"competencies.rule.mandatory.percent":   {Description: "The percentage that is needed."},
		"competencies.rule.mandatory.cap":       {Description: "The level that it is held at."},
		"competencies.rule.assessor":            {Description: "Who may observe it."},
		"competencies.rule.validity":            {Description: "How long it holds, where that differs."},
		"competencies.rule.kinds":               {Description: "How a kind of evidence becomes a level here, where that differs."},
		"competencies.indicators":               {Description: "What one can see of it."},
		"competencies.indicators.id":            {Description: "Its name for ever, unique in the project."},
		"competencies.indicators.text":          {Description: "What one sees."},
		"competencies.indicators.source":        {Description: "The citation that it comes from."},
		"competencies.indicators.scope":         {Description: "Whose it is: roles require those of persons only.", Enum: []string{"person", "team", "agency"}},
		"competencies.indicators.replaced_by":   {Description: "The indicator that has taken its place."},
		"roles":                                 {Description: "What each job requires."},
		"roles.id":                              {Description: "A name for it, used in rosters and front matter."},
		"roles.title":                           {Description: "What the workbook calls it."},
		"roles.note":                            {Description: "Why it requires what it requires."},
		"roles.requires":                        {Description: "The competencies that it requires."},
		"roles.requires.competency":             {Description: "The competency."},
		"roles.requires.level":                  {Description: "The level."},
		"roles.requires.due_within_days":        {Description: "How many days after the start it has to be met."},
		"roles.requires.supervised_ok":          {Description: "Whether one may work under supervision until then."},
	}
	// A competency may have its own validity and its own kinds.
	for path, k := range keys {
		if rest, ok := strings.CutPrefix(path, "validity."); ok {
			keys["competencies.rule.validity."+rest] = k
		}
		if rest, ok := strings.CutPrefix(path, "evidence."); ok {
			keys["competencies.rule.kinds."+rest] = k
		}
	}
	return keys
}

func frontKeys() map[string]tomlfile.Key {
	return map[string]tomlfile.Key{
		"title":                 {Description: "The title of the page."},
		"description":           {Description: "What it is about, in a sentence."},
		"slug":                  {Description: "The name in the address, where it should differ from the file's."},
		"weight":                {Description: "Orders pages; lower comes first. Numbers in file names do the same."},
		"draft":                 {Description: "Left out of the site until this is taken away."},
		"date":                  {Description: "When it was written."},
		"lastmod":               {Description: "When it was last changed."},
		"aliases":               {Description: "Addresses under which it was known before."},
		"minutes":               {Description: "How long it takes, planned."},
		"objectives":            {Description: "What people can do afterwards."},
		"roles":                 {Description: "Modules: which roles of the framework need it."},
		"prerequisites":         {Description: "Modules: which modules come before, by folder."},
		"indicators":            {Description: "Which indicators of the framework it teaches."},
		"content_note":          {Description: "What may be hard to read, said before."},
		"review_by":             {Description: "When somebody should read it again."},
		"quiz":                  {Description: "Modules: the bank that is asked at the end."},
		"id":                    {Description: "Scenarios: its name for ever, unique among scenarios and banks."},
		"mode":                  {Description: "Scenarios: practice shows what helped; assessed counts and keeps its points to itself.", Enum: []string{"assessed", "practice"}},
		"exposure":              {Description: "Assessed scenarios: whether learners can find the points outside the site. Private is the default.", Enum: []string{"private", "public"}},
		"attempts":              {Description: "Assessed scenarios: how many attempts learners are told they have; 0 is no limit."},
		"corrections":           {Description: "Scenarios: declares that archived points were wrong; without it, other points are a fault."},
		"corrections.revisions": {Description: "The revisions of the scenario that it reaches."},
		"corrections.date":      {Description: "When it was found."},
		"corrections.reason":    {Description: "What was wrong."},
		"corrections.change":    {Description: "What it does to attempts from before.", Enum: []string{"key", "void-drop", "void-full"}},
	}
}

func glossaryKeys() map[string]tomlfile.Key {
	return map[string]tomlfile.Key{
		"terms":            {Description: "The words that the courses explain. Lessons name one with :term[…]."},
		"terms.term":       {Description: "The word."},
		"terms.definition": {Description: "What it means, one paragraph of markdown; it may name other terms."},
		"terms.aliases":    {Description: "Other forms of the word that lessons may name."},
		"terms.see_also":   {Description: "Terms to look at as well."},
	}
}
