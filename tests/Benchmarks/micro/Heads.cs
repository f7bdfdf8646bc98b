using System.Text;

namespace RouteGen.Benchmarks;

/// <summary>Request heads of the sizes that servers see.</summary>
internal static class Heads
{
    /// <summary>What a load generator sends.</summary>
    internal static readonly byte[] Short = Encoding.ASCII.GetBytes("GET /ping HTTP/1.1\r\nHost: localhost:8080\r\n\r\n");

    /// <summary>What a browser sends.</summary>
    internal static readonly byte[] Browser = Encoding.ASCII.GetBytes(string.Join("\r\n",
        "GET /orders/open?page=3&sort=date HTTP/1.1",
        "Host: shop.example.com",
        "Connection: keep-alive",
        "Cache-Control: max-age=0",
        "Upgrade-Insecure-Requests: 1",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-User: ?1",
        "Sec-Fetch-Dest: document",
        "Referer: https://shop.example.com/orders",
        "Accept-Encoding: gzip, deflate, br, zstd",
        "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
        "Cookie: session=7f3d0b6c2f5e4a1d9c8b7a6f5e4d3c2b; theme=dark; consent=analytics%3Dno",
        "",
        ""));
}
