using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Model;

/// <summary>A middleware in front of a handler.</summary>
/// <param name="Expression">The type, as C# writes it from anywhere; of a member, its name as C# writes it.</param>
/// <param name="Owner">The mux whose member it is; null: a type.</param>
internal sealed record MiddlewareModel(string Expression, MuxModel? Owner = null)
{
    /// <summary>Display name, such as <c>Shop.Log</c> or <c>Shop.Api.Authorise</c>.</summary>
    internal string Name => Owner is null ? TypeNames.ForPeople(Expression) : Owner.FullName + "." + Expression.Replace("@", "");
}
