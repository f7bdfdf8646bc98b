using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>Everything that a handler can reach and keep, by the public type that names it.</summary>
internal sealed class KeptObjects
{
    internal List<(Type Type, object Kept)> All { get; } = [];

    internal ResponseWriter Writer { get; private set; } = null!;

    internal Memory<byte> Lent { get; private set; }

    internal IEnumerator<KeyValuePair<string, string>> Fields { get; private set; } = null!;

    /// <summary>Takes what a handler has.</summary>
    /// <param name="w">Its writer.</param>
    /// <param name="r">Its request.</param>
    /// <param name="isTouched">Whether the handler looks at what it keeps, so that it is decoded.</param>
    internal static async Task<KeptObjects> TakeAsync(ResponseWriter w, Request r, bool isTouched)
    {
        var kept = new KeptObjects { Writer = w, Fields = r.Header.GetEnumerator(), Lent = w.GetMemory(100) };
        kept.Add(typeof(ResponseWriter), w);
        kept.Add(typeof(ResponseController), new ResponseController(w));
        kept.Add(typeof(Request), r);
        kept.Add(typeof(Header), r.Header);
        kept.Add(typeof(Header), w.Header);
        kept.Add(typeof(Body), r.Body);
        if (!isTouched) return kept;

        Assert.True(kept.Fields.MoveNext());
        Assert.Equal("own", r.Header.Get("X-Own"));
        kept.Add(typeof(RequestContext), r.Context);
        kept.Add(typeof(Url), r.Url);
        kept.Add(typeof(Values), r.Query);
        kept.Add(typeof(MultipartReader), r.MultipartReader());
        var form = await r.ParseMultipartFormAsync(1);
        kept.Add(typeof(MultipartForm), form);
        kept.Add(typeof(FormFile), form.File("f")!);
        kept.Add(typeof(Values), r.Form!);
        kept.Add(typeof(Header), r.Clone().Header);
        kept.Add(typeof(Request), r.Clone());
        return kept;
    }

    private void Add(Type type, object kept) => All.Add((type, kept));
}
