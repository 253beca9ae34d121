-- What Argo CD calls healthy, for every kind of dataservices.dev. A condition counts only if it is about the object as it is now.
local hs = { status = "Progressing", message = "the operator has not looked at this object yet" }
local status = obj.status
if status == nil or status.conditions == nil or status.observedGeneration ~= obj.metadata.generation then
  return hs
end

local conditions = {}
for _, condition in ipairs(status.conditions) do
  conditions[condition.type] = condition
end
local function holds(type)
  return conditions[type] ~= nil and conditions[type].status == "True"
end
local function message(type)
  return conditions[type] ~= nil and conditions[type].message or ""
end

if holds("Stalled") then
  return { status = "Degraded", message = message("Stalled") }
end
if obj.spec ~= nil and obj.spec.paused then
  return { status = "Suspended", message = "paused" }
end
-- An AutoScaler has no members: it is healthy when it can decide.
if conditions.ScalingActive ~= nil then
  if holds("ScalingActive") and holds("AbleToScale") then
    return { status = "Healthy", message = message("AbleToScale") }
  end
  return { status = "Degraded", message = message(holds("ScalingActive") and "AbleToScale" or "ScalingActive") }
end
if holds("Settled") then
  return { status = "Healthy", message = message("Settled") }
end
if status.operation ~= nil then
  return { status = "Progressing", message = status.operation.message }
end
if holds("Ready") then
  return { status = "Progressing", message = message("Settled") }
end
return { status = "Degraded", message = message("Available") }
