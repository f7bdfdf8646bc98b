-- Sixteen requests in one write; wrk counts each answer.
init = function(args)
  local requests = {}
  for index = 1, 16 do requests[index] = wrk.format("GET", "/ping") end
  pipelined = table.concat(requests)
end

request = function() return pipelined end
