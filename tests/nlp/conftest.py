"""A small hazard library of two dozen entries, enough to see right, wrong and unsure guesses."""

import pytest

from workflow.library import Category, Grade, LibraryEntry

# code, category, grade, name, English name, aliases in workers' words (parted by |)
ROWS = (
    ("EL-01", "electrical", "general", "配电箱门损坏或未关", "Distribution box door broken or open",
     "电箱门坏了|配电柜没关门|电柜敞开|panel door left open"),
    ("EL-02", "electrical", "larger", "电线绝缘破损、导线裸露", "Damaged insulation, bare wires",
     "电线破皮|线头露在外面|电缆磨破露铜|frayed cable|exposed live wire"),
    ("EL-03", "electrical", "larger", "设备未接地", "Machine not earthed", "没接地线|接地线断了|no ground wire"),
    ("ME-01", "mechanical", "general", "防护罩松动或缺失", "Machine guard loose or missing",
     "护罩掉了|皮带轮没有防护罩|齿轮露在外面|guard removed from the belt"),
    ("ME-02", "mechanical", "larger", "急停按钮失灵", "Emergency stop does not work",
     "急停坏了|按急停没反应|e-stop button broken"),
    ("ME-03", "mechanical", "larger", "冲压机光电保护失效", "Light curtain of the press is defeated",
     "冲床光栅坏了|冲床安全光幕被短接|light curtain bypassed"),
    ("FI-01", "fire", "general", "灭火器过期或压力不足", "Fire extinguisher expired or without pressure",
     "灭火器没压力了|灭火器失效|灭火器指针到红区|extinguisher out of date"),
    ("FI-02", "fire", "larger", "疏散通道或安全出口堵塞", "Escape route or emergency exit blocked",
     "消防通道堆了东西|安全出口被堵|安全门锁住了|fire exit locked|pallets in front of the fire exit"),
    ("FI-03", "fire", "general", "应急照明灯或疏散指示灯不亮", "Emergency light or exit sign not lit",
     "应急灯坏了|安全出口灯不亮|exit sign is dark"),
    ("FI-04", "fire", "larger", "动火作业未清理可燃物", "Hot work beside combustible material",
     "焊接旁边堆着纸箱|没办动火证就焊|welding next to cardboard|no hot work permit"),
    ("HE-01", "height", "larger", "登高作业未系安全带", "Work at height without a harness",
     "爬高不系安全带|高处作业没挂安全绳|working on the roof without harness"),
    ("HE-02", "height", "larger", "临边洞口无防护", "Unprotected edge or floor opening",
     "平台没有护栏|楼板洞口没盖|missing guardrail|open hole in the floor"),
    ("CH-01", "chemical", "larger", "危险化学品泄漏", "Leak of a hazardous chemical",
     "化学品桶漏了|溶剂漏到地上|盐酸泄漏|solvent drum leaking|acid spill"),
    ("CH-02", "chemical", "general", "化学品容器无标签", "Chemical container without a label",
     "分装瓶没贴标签|不知道桶里是什么|unlabelled bottle of chemicals"),
    ("SP-01", "special_equipment", "major", "特种设备超期未检验", "Lifting or pressure equipment not inspected in time",
     "行车没年检|叉车检验过期|压力容器没检测|crane inspection overdue"),
    ("SP-02", "special_equipment", "larger", "气瓶未固定", "Gas cylinder not secured",
     "乙炔瓶没固定|氧气瓶倒放|氮气瓶没有防倒链|gas bottle standing loose"),
    ("SP-03", "special_equipment", "larger", "吊索具破损", "Damaged sling or lifting gear",
     "钢丝绳断丝|吊带磨破|吊钩没有防脱扣|worn wire rope sling"),
    ("CS-01", "confined_space", "major", "有限空间作业未审批、未检测气体", "Confined space entered without gas test",
     "没测气就下池子|下污水井没人监护|进罐没办票|entered the tank without a gas test"),
    ("EN-01", "environment", "general", "地面油污或积水湿滑", "Oil or water on the floor, slippery",
     "地上有油|地上有水很滑|走路打滑|oil on the floor|wet floor"),
    ("EN-02", "environment", "general", "物料堆放杂乱或过高", "Material piled untidily or too high",
     "货物堆太高快倒了|东西乱放|过道堆杂物|stack about to fall|clutter in the aisle"),
    ("PP-01", "ppe_behavior", "general", "未按规定穿戴劳动防护用品", "Protective equipment not worn",
     "没戴安全帽|没戴手套|不戴护目镜|no hard hat|not wearing safety glasses"),
    ("VE-01", "vehicle", "general", "叉车超速或违规载人", "Forklift speeding or carrying people",
     "叉车开太快|叉车上站人|forklift driving too fast"),
    ("CN-01", "construction_structure", "larger", "脚手架搭设不牢", "Scaffold not properly built",
     "脚手架晃|架子少扣件|脚手板没绑|wobbly scaffold"),
    ("CN-02", "construction_structure", "larger", "墙体开裂或屋顶漏水", "Cracked wall or leaking roof",
     "墙裂了|房顶掉水泥|crack in the wall"),
    ("OH-01", "occupational_health", "general", "粉尘或噪声超标、通风不良", "Too much dust or noise, poor ventilation",
     "灰太大|噪音太大|排风扇坏了|味道刺鼻没有通风|too much dust|very noisy"),
    ("MA-01", "management", "general", "未进行安全培训或无记录", "No safety training or no record of it",
     "新员工没培训|没有培训记录|no training record"),
    ("MA-02", "management", "major", "特种作业人员无证上岗", "Special work by someone without a certificate",
     "电工没证|焊工证过期|无证开叉车|welder without certificate"),
)  # fmt: skip


def entry(code: str, category: str, grade: str, name: str, name_en: str, aliases: str) -> LibraryEntry:
    return LibraryEntry(
        code=code,
        category=Category(category),
        name=name,
        name_en=name_en,
        aliases=tuple(alias for alias in aliases.split("|") if alias),
        grade=Grade(grade),
        requirement="停用并修复",
        requirement_en="Stop and repair",
        limit_days=3,
        law="",
        law_en="",
        verified=False,
    )


@pytest.fixture(scope="session")
def library() -> tuple[LibraryEntry, ...]:
    return tuple(entry(*row) for row in ROWS)
