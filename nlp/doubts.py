"""What makes a report's words doubtful, as far as their form tells: nothing said, only done, a copied rule."""

import re
from enum import StrEnum

from nlp.examples import bare
from nlp.form import length

READ_CHARACTERS = 400
NAME_AT_MOST = 8  # characters: more than a bare name says something about it


class Reason(StrEnum):
    EMPTY = "empty"  # no words: blanks, marks, a figure
    ONLY_DONE = "only_done"  # that it is put right, and not what
    NOTHING_WRONG = "nothing_wrong"
    COPIED_RULE = "copied_rule"  # how things should be, or a line of a check list
    BARE_THING = "bare_thing"  # a thing or a place, and not what is wrong with it
    VAGUE = "vague"


# All but the last are of words as `bare` leaves them: no marks and spaces, lower case, each numeral as its digit.
_DONE = re.compile(
    "整改|完成|处理|更换|解决|落实|到位|恢复|修复|修好|清理|消除|通知|安排|改正|改完|弄好|改了|"
    "done|fixed|rectified|corrected|completed|closed|resolved|solved|sorted|actiontaken"
)
_BESIDE_DONE = re.compile(
    "已经?|及时|[立当][即刻场天]|马上|刚|现场|第1时间|全部|都|完毕?|好了?|了|过|有?隐患|有?问题|我们|相关|人员|进行|并|没事|"
    "i[ts]|ha(s|ve)|been|was|we|all|already|onthespot|issue|problem|hazard|thanks"
)
_NOTHING_WRONG = re.compile(
    "^(检查|今[天日]|均|都|全部|设备|状态|运行|1切|情况|暂|目前)*(无|没有?|未(发现|见)|良好|正常|合格|完好|属实|安全$|挺好)"
    "(任何|安全|发现|明显|存在|有)*(隐患|问题|异常|情况)?[的了]?$|(无|没有?|未发现)(任何|安全|明显)*(隐患|问题|异常)$|"
    "^(all|its|everything)*(is|are)*(ok|good|fine|inorder|normal|satisfactory|ingoodcondition|goodcondition|safe)+(here)?$|"
    "^(ok)?no(ne|thingtoreport|(hazards?|issues?|problems?|defects?)(found|seen)?(today)?)$|^nil$|^na$"
)
_RULE = re.compile(
    "应[当该按设有定保合符张放配采]|必须|不得|严禁|禁止|不准|不应|是否|确保|有无|(无|没有).{0,14}现象|^(建立|制定|定期|保持)|情况$"
)
_WRONG = re.compile(
    "[坏破裂断松漏掉缺堵歪锈滑卡烧挡占斜倒乱脏翘塌晃响]|[没未无不]|过期|失灵|失效|损|故障|老化|"
    "broke|damag|miss|loose|leak|block|crack|stuck|dead|expired|empty|bent|worn|bare|off|gone|bad|no|lock"
)
# What names no thing either.
_TALK = re.compile(
    "隐患|问题|危险|安全$|注意|小心|对劲|要|请|加强|提高|检查|巡查|会$|第1|好|收到|测试|试试|在吗|"
    "hazard|unsafe|problem|issue|danger|careful|please|need|test|safety|good|hello|inspect|held|train|check"
)
_WORD = re.compile("[\u3400-\u9fff]{2}|[a-z]{3}")
_SHORT_ANSWERS = ("无", "no", "ok", "na")
_RULE_IN_ENGLISH = re.compile(r"\b(shall|must|should|whether)\b|^\s*(are|is) the\b|^\s*no \w+ing\b", re.IGNORECASE)


def reason_of(words: str) -> Reason:
    """What would make these words doubtful; it says nothing of whether they are."""
    read = bare(words[:READ_CHARACTERS])
    if not _WORD.search(read) and read not in (*_SHORT_ANSWERS, *_WRONG.findall(read)):
        return Reason.EMPTY
    if _DONE.search(read) and not _BESIDE_DONE.sub("", _DONE.sub("", read)):
        return Reason.ONLY_DONE
    if _NOTHING_WRONG.search(read):
        return Reason.NOTHING_WRONG
    if _RULE.search(read) or _RULE_IN_ENGLISH.search(words[:READ_CHARACTERS]):
        return Reason.COPIED_RULE
    if length(read) <= NAME_AT_MOST and not _WRONG.search(read) and not _TALK.search(read):
        return Reason.BARE_THING
    return Reason.VAGUE
