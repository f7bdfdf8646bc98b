// Our client under load.
//   RouteGenClient get URL COUNT IN_FLIGHT    prints the CPU microseconds and the bytes allocated per request
//   RouteGenClient download URL               reads the answer to its end
//   RouteGenClient upload URL FILE            posts the file
using System.Diagnostics;
using RouteGen;

var client = new Client { Transport = new Transport { MaxIdleConnsPerHost = 1024 } };
var url = args[1];
switch (args[0])
{
    case "get":
        var inFlight = int.Parse(args[3]);
        // The first requests pay for connections, and for what is grown once.
        await GetAllAsync(20_000, inFlight);
        var count = int.Parse(args[2]);
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await GetAllAsync(count, inFlight);
        var took = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        Console.WriteLine($"{took.TotalMicroseconds / count:0.00} {(double)allocated / count:0}");
        return 0;
    case "download":
        using (var response = await client.GetAsync(url)) return await DrainAsync(response) == response.ContentLength ? 0 : 1;
    default:
        await using (var file = new FileStream(args[2], FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
        using (var response = await client.PostAsync(url, "application/octet-stream", Body.From(file, file.Length)))
        {
            await DrainAsync(response);
            return response.StatusCode == 200 ? 0 : 1;
        }
}

Task GetAllAsync(int count, int inFlight)
{
    var left = count;
    return Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
    {
        var buffer = new byte[4096];
        while (Interlocked.Decrement(ref left) >= 0)
        {
            using var response = await client.GetAsync(url);
            if (response.StatusCode != 200) throw new InvalidOperationException($"status {response.StatusCode}");
            while (await response.Body.ReadAsync(buffer) > 0)
            {
                // To its end, so that the connection is used again.
            }
        }
    })));
}

static async Task<long> DrainAsync(Response response)
{
    var buffer = new byte[64 * 1024];
    long total = 0;
    while (await response.Body.ReadAsync(buffer) is > 0 and var count) total += count;
    return total;
}
