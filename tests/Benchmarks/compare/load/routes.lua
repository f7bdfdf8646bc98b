-- Each of 256 routes in turn, in an order that jumps about: 97 and 256 have no common divisor.
init = function(args)
  requests = {}
  for index = 0, 255 do requests[index] = wrk.format("GET", string.format("/route%03d/end", index * 97 % 256)) end
  turn = 0
end

request = function()
  turn = (turn + 1) % 256
  return requests[turn]
end
