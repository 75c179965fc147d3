-- What do sources without a name claim that the article itself says could not be verified, or is denied?
select outlet, speaker, left(claim, 50) as claim, how, disputed_by
from disputed
where regexp_matches(speaker, '^(an?|another|one|two|three|some|our|sources?|officials?|insiders?)\b', 'i')
order by outlet, speaker, claim, how;
