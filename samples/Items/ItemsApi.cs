using System.Globalization;
using RouteGen;

namespace Items;

/// <summary>
/// The HTTP API for items. The class is a mux: the patterns below are compiled into its table. An instance is the handler that serves them
/// with its store, and can be mounted at any path.
/// </summary>
[ServeMux]
[Use<RequestId>]
internal sealed partial class ItemsApi(ItemStore store)
{
    [Get("/items")]
    private void List(ResponseWriter w, Request r) => ItemJson.Write(w, store.List());

    [Post("/items")]
    private async Task Create(ResponseWriter w, Request r)
    {
        if (await ItemJson.ReadAsync(w, r) is not { } draft) return;
        var item = store.Add(draft);
        // The URL is relative to the path of the request, which ends in "items" (RFC 9110 section 10.2.2).
        w.Header.Set("Location", $"items/{item.Id}");
        ItemJson.Write(w, item, Status.Created);
    }

    [Get("/items/{id}")]
    private void Show(ResponseWriter w, Request r)
    {
        if (store.Find(Id(r)) is { } item) ItemJson.Write(w, item);
        else Http.NotFound(w, r);
    }

    [Put("/items/{id}")]
    private async Task Replace(ResponseWriter w, Request r)
    {
        if (await ItemJson.ReadAsync(w, r) is not { } draft) return;
        if (store.Replace(Id(r), draft) is { } item) ItemJson.Write(w, item);
        else Http.NotFound(w, r);
    }

    [Delete("/items/{id}")]
    private void Remove(ResponseWriter w, Request r)
    {
        if (store.Remove(Id(r))) w.WriteHeader(Status.NoContent);
        else Http.NotFound(w, r);
    }

    // The value of {path...} is the rest of the path, including slashes: tools/saws is a subcategory of tools.
    [Get("/categories/{path...}")]
    private void Category(ResponseWriter w, Request r)
    {
        var category = r.PathValue("path");
        ItemJson.Write(w, Array.FindAll(store.List(), item => item.IsIn(category)));
    }

    // Returns 0 for anything but digits. No item has this id, so the response is a 404.
    private static long Id(Request r) =>
        long.TryParse(r.PathValue("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
