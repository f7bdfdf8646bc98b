namespace Runtime.Tests.Limits;

/// <summary>Every limit in bytes or in a count, of servers and clients (docs/HTTP.md).</summary>
internal static partial class LimitTable
{
    /// <summary>The rows by their names. A row of a setting begins with its name.</summary>
    /// <param name="backend">Back end of the clients. That of servers is the process's.</param>
    internal static IEnumerable<KeyValuePair<string, LimitRow>> Rows(string backend) =>
        OfServer().Concat(OfClient(backend)).Concat(OfProxies(backend));
}
